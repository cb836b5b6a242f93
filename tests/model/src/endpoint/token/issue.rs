//! Making tokens and the answer that carries them.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    http::{
        refusal::{self, Refusal},
        reply::{Answer, Reply},
    },
    ids,
    settings::app::{RefreshPolicy, TimeoutType},
    site::{
        App, Site,
        tokens::{Access, Approval, ApprovalId, Format, Grant, Who},
    },
};

/// A JWT counts as valid this long before it was made, for clocks that are behind.
const NOT_BEFORE_LEEWAY_S: i64 = 15;
/// Profile of a site's guest user.
const GUEST_PROFILE: &str = "Guest";

/// Enters a grant as an approval. The visitor stays with a user only in a JWT.
pub fn approve(site: &mut Site, app: &App, grant: Grant) -> ApprovalId {
    let now = site.now();
    let keeps_visitor = grant.who == Who::Guest || app.settings.is_named_user_jwt_enabled;
    let uvid = grant.uvid.filter(|_| keeps_visitor);
    site.tokens.approve(&app.client.id, Grant { uvid, ..grant }, &app.settings, now)
}

/// The first tokens of an approval, with a refresh token where scope and policy give one.
pub fn first(site: &mut Site, app: &App, id: ApprovalId, hybrid: bool) -> Answer {
    let grant = approval(site, id)?.grant;
    let may_renew = match grant.who {
        Who::User(_) => true,
        Who::Guest => site.settings.switches.guest_refresh_token.0,
    };
    let renewable = may_renew
        && grant.has_any_scope(&["refresh_token", "offline_access"])
        && app.settings.refresh_token_policy_type != RefreshPolicy::Zero;
    let refresh_token = if renewable { site.tokens.issue_refresh(id) } else { None };
    answer(site, app, id, refresh_token, hybrid)
}

/// Further tokens of an approval: a new refresh token only where they rotate.
pub fn again(site: &mut Site, app: &App, id: ApprovalId, hybrid: bool) -> Answer {
    let now = site.now();
    site.tokens.touch(id, now);
    let rotates = app.settings.is_refresh_token_rotation_enabled;
    let refresh_token = if rotates { site.tokens.issue_refresh(id) } else { None };
    answer(site, app, id, refresh_token, hybrid)
}

fn approval(site: &Site, id: ApprovalId) -> Result<Approval, Refusal> {
    site.tokens.approval(id).cloned().ok_or(refusal::SERVER_ERROR)
}

fn answer(site: &mut Site, app: &App, id: ApprovalId, refresh_token: Option<String>, hybrid: bool) -> Answer {
    let grant = approval(site, id)?.grant;
    let now = site.now();
    let user_id = match &grant.who {
        Who::User(id) => id.clone(),
        Who::Guest => site.guest_user_id.clone(),
    };
    let (format, minutes) = lifetime(site, app, &grant);
    let expires_at = now + i64::from(minutes) * 60_000;
    let access_token = match format {
        Format::Opaque => ids::opaque_access_token(&site.org_id),
        Format::Jwt => access_jwt(site, app, &grant, now, expires_at)?,
    };
    site.tokens.enter_access(&access_token, Access { approval: id, format, issued_at: now, expires_at });

    let identity = site.identity_url(&user_id);
    let issued_at = now.to_string();
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.into(), value);
    put("access_token", json!(access_token));
    if let Some(refresh_token) = refresh_token {
        put("refresh_token", json!(refresh_token));
    }
    put("sfdc_community_url", json!(site.url));
    put("sfdc_community_id", json!(site.network_id));
    put("signature", json!(signature(&app.client.secret, &identity, &issued_at)));
    put("token_format", json!(if format == Format::Jwt { "jwt" } else { "opaque" }));
    put("scope", json!(grant.scopes.join(" ")));
    if grant.has_scope("openid") && grant.who != Who::Guest {
        put("id_token", json!(id_token(site, app, &grant, &access_token, now)?));
    }
    put("instance_url", json!(site.url));
    if format == Format::Jwt {
        put("api_instance_url", json!(site.url));
    }
    put("id", json!(identity));
    put("token_type", json!("Bearer"));
    put("issued_at", json!(issued_at));
    if site.settings.switches.emit_expires_in.0 {
        put("expires_in", json!((expires_at - now) / 1000));
    }
    if hybrid {
        body.extend(hybrid_extras(site));
    }
    Ok(Reply::json(&Value::Object(body)))
}

/// Form of the access token and its lifetime in minutes.
fn lifetime(site: &Site, app: &App, grant: &Grant) -> (Format, u32) {
    let org = &site.settings.org;
    let app = &app.settings;
    match &grant.who {
        Who::Guest => {
            let minutes = match app.guest_jwt_session_timeout_type {
                TimeoutType::Custom => app.guest_jwt_timeout,
                TimeoutType::UserSession => org.session_minutes(GUEST_PROFILE),
            };
            (Format::Jwt, minutes)
        }
        Who::User(id) if app.is_named_user_jwt_enabled => {
            let profile = site.user(id).map(|user| user.profile.as_str()).unwrap_or_default();
            let minutes = match app.named_user_jwt_session_timeout_type {
                TimeoutType::Custom => app.named_user_jwt_timeout,
                TimeoutType::UserSession => org.session_minutes(profile),
            };
            (Format::Jwt, minutes)
        }
        Who::User(_) => (Format::Opaque, app.session_timeout_in_minutes.unwrap_or(org.session_timeout_in_minutes)),
    }
}

fn access_jwt(site: &mut Site, app: &App, grant: &Grant, now: i64, expires_at: i64) -> Result<String, Refusal> {
    let issued = now / 1000;
    let subject = match (&grant.who, &grant.uvid) {
        (Who::User(id), _) => format!("uid:{id}"),
        (Who::Guest, uvid) => format!("uvid:{}", uvid.as_deref().unwrap_or_default()),
    };
    let mut claims = json!({
        "scp": grant.scopes.join(" "),
        "aud": [site.url],
        "sub": subject,
        "nbf": issued - NOT_BEFORE_LEEWAY_S,
        "mty": "oauth",
        "sfi": ids::random_text(40),
        "roles": [],
        "iss": site.url,
        "hsc": false,
        "exp": issued + (expires_at - now) / 1000,
        "iat": issued,
        "client_id": app.client.id,
    });
    if let (Who::User(_), Some(uvid), Some(claims)) = (&grant.who, &grant.uvid, claims.as_object_mut()) {
        claims.insert(site.settings.switches.uvid_claim_name.clone(), json!(uvid));
    }
    let tenant = format!("core/instance/{}", site.org_id);
    let key = site.key()?;
    let header = json!({
        "tnk": tenant,
        "ver": "1.0",
        "kid": key.id(),
        "tty": "sfdc-core-token",
        "typ": "JWT",
        "alg": "RS256",
    });
    key.sign(&header, &claims).map_err(|_| refusal::SERVER_ERROR)
}

fn id_token(site: &mut Site, app: &App, grant: &Grant, access_token: &str, now: i64) -> Result<String, Refusal> {
    let Who::User(user_id) = &grant.who else { return Err(refusal::SERVER_ERROR) };
    let user = site.user(user_id).cloned().ok_or(refusal::SERVER_ERROR)?;
    let hash = Sha256::digest(access_token);
    let issued = now / 1000;
    let mut claims = json!({
        "at_hash": BASE64URL.encode(&hash[..16]),
        "sub": site.identity_url(user_id),
        "aud": app.client.id,
        "iss": site.url,
        "iat": issued,
        "exp": issued + i64::from(app.settings.id_token_validity_in_minutes) * 60,
    });
    if let Some(claims) = claims.as_object_mut() {
        if grant.has_scope("profile") {
            claims.insert("preferred_username".into(), json!(user.username));
            claims.insert("name".into(), json!(user.full_name()));
        }
        if grant.has_scope("email") {
            claims.insert("email".into(), json!(user.email));
            claims.insert("email_verified".into(), json!(user.email_verified));
        }
    }
    let key = site.key()?;
    let header = json!({ "kid": key.id(), "typ": "JWT", "alg": "RS256" });
    key.sign(&header, &claims).map_err(|_| refusal::SERVER_ERROR)
}

/// Lets an app that knows the secret see that the answer came from the org.
fn signature(secret: &str, identity: &str, issued_at: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(identity.as_bytes());
    mac.update(issued_at.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

/// What the hybrid forms of the grants add, for apps that open web views. Stand-ins: the model has no such domains.
fn hybrid_extras(site: &Site) -> Map<String, Value> {
    let domain = site.url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let mut extras = Map::new();
    for name in ["lightning_domain", "visualforce_domain", "content_domain"] {
        extras.insert(name.into(), json!(domain));
    }
    for name in ["lightning_sid", "visualforce_sid", "content_sid", "csrf_token", "parent_sid"] {
        extras.insert(name.into(), json!(ids::random_text(32)));
    }
    for name in ["beacon_child_consumer_key", "beacon_child_consumer_secret"] {
        extras.insert(name.into(), json!(ids::random_text(32)));
    }
    extras.insert("cookie-clientSrc".into(), json!("127.0.0.1"));
    extras.insert("cookie-sid_Client".into(), json!(ids::random_text(12)));
    extras.insert("sidCookieName".into(), json!("sid"));
    extras
}
