"""The outbox: letters are written in the transaction of the act that causes them and sent afterwards."""
