"""The runtime's calls, tried in place: from operation tables written by hand, over scripted
transports or loopback.
"""
