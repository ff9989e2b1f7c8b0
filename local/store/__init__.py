"""Amazon S3, SQS and SSM on this machine: moto's logic, a door that checks what moto does not, a memory on disk."""
