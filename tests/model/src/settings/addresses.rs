//! Ranges of IP addresses that something is restricted to.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Wrong;

/// No range at all restricts nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressRanges(Vec<Range>);

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    start: IpAddr,
    end: IpAddr,
}

impl AddressRanges {
    pub fn admit(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let within = |range: &Range| {
            address.is_ipv4() == range.start.is_ipv4() && range.start <= address && address <= range.end
        };
        self.0.is_empty() || self.0.iter().any(within)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn check(&self, key: &str) -> Result<(), Wrong> {
        for range in &self.0 {
            let same_family = range.start.is_ipv4() == range.end.is_ipv4();
            Wrong::unless(same_family && range.start <= range.end, key, "start must not be after end")?;
        }
        Ok(())
    }
}
