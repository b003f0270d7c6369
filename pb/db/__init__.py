"""The database toolkit: the base of all tables, column types, engines, transactions, the writer and the throttle."""
