"""`ebookvoice doctor`: is a deployment set up as it has to be, and if not, what is there to do?"""
