"""The ground floor of the application: settings, clock, money, ids, refusals and the disclosure rule."""
