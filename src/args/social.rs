//! What a social sign-on begins with.

/// Where to go, and where to come back to.
#[derive(Clone, Debug)]
pub struct SocialSignOnArgs {
    pub(crate) provider: String,
    pub(crate) redirect_uri: String,
    pub(crate) return_to: Option<String>,
}

impl SocialSignOnArgs {
    /// `provider` is the URL suffix of an auth provider that is enabled on the site's login page; `redirect_uri` a page of
    /// the app that is registered as callback URL.
    pub fn new(provider: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self { provider: provider.into(), redirect_uri: redirect_uri.into(), return_to: None }
    }

    /// Where the app wants to take the person afterwards: a path, or an address of the page's own origin.
    pub fn return_to(mut self, return_to: impl Into<String>) -> Self {
        self.return_to = Some(return_to.into());
        self
    }
}
