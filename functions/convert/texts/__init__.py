"""What is read along with an audiobook: captions, a book that highlights what is heard, a transcript."""
