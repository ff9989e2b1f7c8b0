"""The repositories, one module a table or two, as the use cases see them."""
