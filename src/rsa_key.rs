//! A key of the site's, as a platform gets it to check a signature with.

/// An RSA public key: modulus and exponent, base64url as in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RsaKey {
    /// `kid`
    pub id: String,
    /// `n`
    pub modulus: String,
    /// `e`
    pub exponent: String,
}
