"""The words of the product and their rules; imports nothing but the standard library."""
