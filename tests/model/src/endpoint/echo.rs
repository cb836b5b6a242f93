//! `/services/oauth2/echo`: gives a browser, which cannot read a redirect, what the redirect carried.

use serde_json::{Map, Value};

use crate::{
    http::{
        call::Call,
        refusal,
        reply::{Answer, Reply},
    },
    site::Site,
};

const FIELDS: [&str; 6] = ["code", "sfdc_community_url", "sfdc_community_id", "state", "error", "error_description"];

/// What a redirect to this callback carried.
pub fn fields(call: &Call) -> Map<String, Value> {
    let field = |name: &&str| Some(((*name).to_owned(), Value::from(call.query.get(name)?)));
    FIELDS.iter().filter_map(field).collect()
}

pub fn answer(call: &Call, _: &mut Site) -> Answer {
    let echoed = fields(call);
    if echoed.is_empty() {
        return Err(refusal::MISSING_PARAMETER.into());
    }
    Ok(Reply::json(&Value::Object(echoed)))
}
