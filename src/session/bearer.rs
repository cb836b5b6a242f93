//! Where the session's access token may go.

use crate::session::kept::Kept;
use crate::url;

/// Whether a bearer token may go to this address: to the origin of the site or of the org's own APIs, and nowhere else.
pub(crate) fn may_have_bearer(site_origin: &str, session: Option<&Kept>, address: &str) -> bool {
    let Some(target) = url::parts(url::without_query(address)) else { return false };
    target.origin == site_origin || session.and_then(instance_origin).is_some_and(|origin| origin == target.origin)
}

/// The origin of the org's own APIs.
pub(crate) fn instance_origin(session: &Kept) -> Option<String> {
    let instance = url::parts(session.tokens.instance_url.as_deref()?)?;
    instance.is_trustworthy.then_some(instance.origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::kept::testing::{changed, user};

    #[test]
    fn the_site_and_the_org_get_it_and_nobody_else() {
        let may = |instance: Option<&str>, address| {
            let session = changed(user("ada"), |_, tokens, _| tokens.instance_url = instance.map(str::to_owned));
            may_have_bearer("https://acme.my.site.com", Some(&session), address)
        };
        let org = Some("https://acme.my.salesforce.com");
        assert!(may(org, "https://acme.my.site.com/portal/x?y") && may(None, "https://acme.my.site.com/"));
        assert!(may(org, "https://acme.my.salesforce.com/services/data"));
        assert!(!may(None, "https://acme.my.salesforce.com/services/data"));
        assert!(!may(org, "https://acme.my.salesforce.com.evil.example/") && !may(org, "/services/data"));
        let plain = "http://acme.my.salesforce.com";
        assert!(!may(Some(plain), "http://acme.my.salesforce.com/services/data"), "anybody on the way would read it");
        assert!(!may_have_bearer("https://acme.my.site.com", None, "https://acme.my.salesforce.com/"));
    }
}
