"""Documents that nobody writes but to do harm; each is made when it is asked for."""
