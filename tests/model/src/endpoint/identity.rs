//! `/id/<orgId>/<userId>`: the identity URL, for its own user's token. Errors as userinfo's.

use serde_json::json;

use super::userinfo::{refuse, subject};
use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    site::Site,
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let user = subject(call, site)?;
    let mut path = call.path.rsplit('/');
    let (user_id, org_id) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
    if org_id != site.org_id {
        return Err(refuse("Wrong_Org"));
    }
    if user_id != user.id {
        return Err(refuse("No_Access"));
    }
    let identity = site.identity_url(user_id);
    Ok(Reply::json(&json!({
        "id": identity,
        "user_id": user.id,
        "organization_id": site.org_id,
        "username": user.username,
        "display_name": user.full_name(),
        "email": user.email,
    })))
}
