"""Tables: what each keyword, security scheme, pagination kind and symbol of the runtime means to a
package.
"""
