"""The output folder: the files of a package on the disk, written, compared and locked."""
