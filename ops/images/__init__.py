"""The images that our Dockerfiles and compose files are built on, made here (`make images`)."""
