"""Sending a request over a connection: the protocol of transports, and those over urllib3 and
aiohttp.
"""
