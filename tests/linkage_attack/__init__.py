"""Somebody who watched the door and holds everything that is stored, and tries to tell who voted what.

    knowledge   what was seen at the door, and what there is to win
    reading     files, backups, logs and databases as rows and bytes, hidden columns and all
    orders      taking an order in which things lie for the order in which people came
    joins       following shared values from a person to a ballot, with every digest that can be guessed
    opening     what whoever holds keys does
    chance      how many a blind guess would have right
    attack      all of it, one share for each channel

It knows the program well and holds everything but the keys of the round. It is let loose on the house and on naive
schemas, on which it must win: an attacker who always fails proves nothing.
"""
