"""Uploaded pictures, encoded anew in a process of their own."""
