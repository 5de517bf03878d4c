//! The administration's networks, as configured: `address/prefix`.

use std::net::IpAddr;

/// Is the address in one of the networks? A network that cannot be read holds nobody.
pub(super) fn contain(networks: &[String], address: IpAddr) -> bool {
    let address = address.to_canonical();
    networks.iter().any(|network| holds(network, address).unwrap_or(false))
}

fn holds(network: &str, address: IpAddr) -> Option<bool> {
    let (base, prefix) = network.split_once('/')?;
    let prefix: u32 = prefix.trim().parse().ok()?;
    match (base.trim().parse().ok()?, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            let ignored = 32_u32.checked_sub(prefix)?;
            let mask = u32::MAX.checked_shl(ignored).unwrap_or(0);
            Some((base.to_bits() ^ address.to_bits()) & mask == 0)
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            let ignored = 128_u32.checked_sub(prefix)?;
            let mask = u128::MAX.checked_shl(ignored).unwrap_or(0);
            Some((base.to_bits() ^ address.to_bits()) & mask == 0)
        }
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_a_network_or_not() {
        let networks = ["10.20.0.0/16", "2001:db8:1::/48", "0.0.0.0/33", "n’importe quoi"].map(str::to_owned);
        let inside = |address: &str| contain(&networks, address.parse().expect("an address"));
        assert!(inside("10.20.255.1"));
        assert!(inside("::ffff:10.20.0.9"));
        assert!(inside("2001:db8:1:ffff::1"));
        assert!(!inside("10.21.0.1"));
        assert!(!inside("2001:db8:2::1"));
        assert!(!inside("::1"));
        assert!(contain(&["0.0.0.0/0".to_owned()], [192, 0, 2, 1].into()));
    }
}
