//! Where the session's access token may go.

use crate::session::kept::Kept;
use crate::url;

/// Whether a bearer token may go to this address: to the origin of the site or of the org's own APIs, and nowhere else.
pub(crate) fn may_have_bearer(site_origin: &str, session: Option<&Kept>, address: &str) -> bool {
    let Some(target) = url::parts(url::without_query(address)) else { return false };
    let is_instance = |instance: &String| {
        url::parts(instance).is_some_and(|instance| instance.is_trustworthy && instance.origin == target.origin)
    };
    target.origin == site_origin
        || session.is_some_and(|kept| kept.tokens.instance_url.as_ref().is_some_and(is_instance))
}
