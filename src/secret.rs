//! Newtypes for everything that must not be seen: redacted `Debug`, no `Display`, no `PartialEq`, wiped on drop.
//!
//! Wiping covers the buffers this crate owns. Copies that JavaScript strings, the browser's network stack or an
//! earlier reallocation made are out of reach, and no page can wipe them.

use std::fmt;

use zeroize::Zeroizing;

use crate::text::is_all;

macro_rules! secrets {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// The text itself. Every call of this is a place where the secret leaves its wrapper.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Zeroizing::new(text))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}

secrets! {
    /// A person's password. Sent as it is, never trimmed.
    #[derive(Clone)]
    Password;
    /// A one-time code that was sent by email or text message.
    #[derive(Clone)]
    OneTimeCode;
    /// The authorization code of RFC 6749, 4.1.2: good for one exchange.
    AuthorizationCode;
    /// A bearer token (RFC 6750), opaque or a JWT.
    #[derive(Clone)]
    AccessToken;
    /// An id token (OpenID Connect Core, 2) as it came. With it anybody can pass for the person at a careless server.
    IdToken;
    /// A refresh token (RFC 6749, 1.5).
    #[derive(Clone)]
    RefreshToken;
}

impl AccessToken {
    /// Whether it may stand in a header: a browser throws at one that holds anything but visible ASCII.
    pub(crate) fn is_sendable(&self) -> bool {
        !self.0.is_empty() && is_all(&self.0, |byte| byte.is_ascii_graphic())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_kind_and_nothing_else() {
        let printed = format!("{:?}", Password::from("hunter2"));
        assert_eq!(printed, "Password(***)");
        assert_eq!(Password::from("hunter2").expose(), "hunter2");
    }
}
