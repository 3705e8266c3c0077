"""What generated code says about a service: operations, options of a call, servers, security
schemes.
"""
