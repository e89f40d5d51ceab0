"""Which network addresses belong to the public internet, and which must not be reached for a stranger.

A URL that somebody wrote into a published file must not make this program speak to the machine it
runs on, its neighbours, or the metadata service of its cloud.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Wraps an IPv4 address in its last 32 bits (RFC 6052): what counts is the address inside.
_NAT64 = IPv6Network("64:ff9b::/96")
# NAT64 for local use (RFC 8215): nobody outside can say what it leads to.
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
# Reserved for protocols (RFC 6890), some of it "globally reachable"; Oracle's metadata service is in it.
_PROTOCOLS = IPv4Network("192.0.0.0/24")
# Azure's metadata and name service, the only one of the large clouds that has a public address.
_METADATA = frozenset({IPv4Address("168.63.129.16")})


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet.

    Private, loopback, link-local, multicast, reserved and unspecified addresses do not, nor do
    those of cloud metadata services. IPv6 addresses that wrap an IPv4 one are what they wrap.

    Args:
        address: IPv4 or IPv6, a scope ("%eth0") allowed; anything else is not public.

    Source: RFC 6890 (special-purpose registries), RFC 4291 section 2.5.5.2, RFC 6052, RFC 3056.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found in _LOCAL_NAT64 or found.teredo is not None or found.is_site_local:
            return False
        wrapped = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            wrapped = IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None:
            return _is_global(wrapped)
    return _is_global(found)


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and address not in _METADATA
        and address not in _PROTOCOLS
    )
