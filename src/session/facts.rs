//! A session as the app sees it: facts, and no token.

use std::rc::Rc;

use serde::{Serialize, Serializer};

use crate::json::{Json, Writer};
use crate::settings::Settings;
use crate::text::rsplit_once;
use crate::uvid::Uvid;
use crate::wire::code::{AuthorizationResponse, own_site};
use crate::wire::token::TokenResponse;

/// Whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SessionKind {
    /// A visitor, known by a UVID only.
    Guest,
    /// A user of the org.
    User,
}

impl SessionKind {
    /// The text that JavaScript sees.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::User => "user",
        }
    }
}

/// The form of the access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TokenFormat {
    /// A reference that only the org can read.
    Opaque,
    /// A signed JSON Web Token.
    Jwt,
}

impl TokenFormat {
    /// The text that JavaScript sees.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opaque => "opaque",
            Self::Jwt => "jwt",
        }
    }
}

/// The facts of a session. Times are milliseconds since 1970 by the server's clock.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// Whose session it is.
    pub kind: SessionKind,
    /// The user's record id, for a user.
    pub user_id: Option<String>,
    /// The org's record id, for a user.
    pub organization_id: Option<String>,
    /// The unique visitor id, where the session carries one.
    pub uvid: Option<String>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// The form of the access token.
    pub token_format: TokenFormat,
    /// When the access token was issued.
    pub issued_at: u64,
    /// When the access token ends, where the server says so: always for a JWT, seldom for an opaque one.
    pub expires_at: Option<u64>,
    /// The URL of the site that answered.
    pub community_url: Option<String>,
    /// The id of the site that answered.
    pub community_id: Option<String>,
    /// The claims of the id token, with the scope `openid`.
    pub id_token_claims: Option<Json>,
}

/// The session after a social sign-on, with where the person wanted to go.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SocialSession {
    /// The session.
    pub session: Rc<Session>,
    /// What was given on the way out. It was checked then, and is safe to go to.
    pub return_to: Option<String>,
}

/// Serialized as JavaScript sees it. A derived struct would have serde-wasm-bindgen keep its names in a hash map, 2 kB of wasm.
impl Serialize for Session {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = Writer::default();
        self.write(&mut out);
        Json::parse(&out.into_text()).serialize(serializer)
    }
}

impl Session {
    /// Writes the facts under their documented names, absent ones left out.
    pub(crate) fn write(&self, out: &mut Writer) {
        out.open('{').member("kind", self.kind.as_str()).optional("userId", self.user_id.as_deref());
        out.optional("organizationId", self.organization_id.as_deref()).optional("uvid", self.uvid.as_deref());
        out.name("scopes").open('[');
        for scope in &self.scopes {
            out.string(scope);
        }
        out.close(']').member("tokenFormat", self.token_format.as_str()).name("issuedAt").number(self.issued_at);
        if let Some(time) = self.expires_at {
            out.name("expiresAt").number(time);
        }
        out.optional("communityUrl", self.community_url.as_deref());
        out.optional("communityId", self.community_id.as_deref());
        out.optional_raw("idTokenClaims", self.id_token_claims.as_ref().map(Json::raw)).close('}');
    }

    /// The facts of a user's session, from both answers of the login and the visitor id that was sent as a hint.
    pub(crate) fn of_user(
        settings: &Settings,
        code: &AuthorizationResponse,
        tokens: &TokenResponse,
        hint: Option<&Uvid>,
    ) -> Self {
        let id = |part: &str| Some(part).filter(|id| !id.is_empty()).map(str::to_owned);
        let last_part = |path| rsplit_once(path, b'/').unwrap_or(("", path));
        let (path, user) = last_part(tokens.identity_url.as_deref().unwrap_or_default());
        let (user_id, organization_id) = (id(user), id(last_part(path).1));
        // The claim's name is not documented. Where a JWT was issued the site has accepted the hint; an opaque token
        // carries none.
        let hint = hint.filter(|_| tokens.is_jwt).map(|uvid| uvid.as_str().to_owned());
        Self {
            kind: SessionKind::User,
            user_id,
            organization_id,
            uvid: claim(tokens, "uvid").or(hint),
            ..Self::of_anybody(settings, code, tokens)
        }
    }

    /// The facts of a visitor's session.
    pub(crate) fn of_guest(
        settings: &Settings,
        code: &AuthorizationResponse,
        tokens: &TokenResponse,
        hint: Option<&Uvid>,
    ) -> Self {
        // What is no id could be neither sent as a hint nor read back from a store.
        let is_id = |uvid: &&str| Uvid::parse(uvid).is_ok();
        let subject = claim(tokens, "sub");
        let claimed = subject.as_deref().and_then(|subject| subject.strip_prefix("uvid:")).filter(is_id);
        Self { uvid: claimed.or(hint.map(Uvid::as_str)).map(str::to_owned), ..Self::of_anybody(settings, code, tokens) }
    }

    fn of_anybody(settings: &Settings, code: &AuthorizationResponse, tokens: &TokenResponse) -> Self {
        let community_url = tokens.community_url.as_deref().and_then(|url| own_site(settings, url));
        Self {
            kind: SessionKind::Guest,
            user_id: None,
            organization_id: None,
            uvid: None,
            scopes: tokens.scopes.clone(),
            token_format: format_of(tokens),
            issued_at: tokens.issued_at,
            expires_at: tokens.expires_at,
            community_url: community_url.or_else(|| code.community_url.clone()),
            community_id: tokens.community_id.clone().or_else(|| code.community_id.clone()),
            id_token_claims: tokens.id_claims.clone(),
        }
    }

    /// Whether an answer can be a renewal of this session: the subject of an id token stays (OpenID Connect Core, 12.2).
    pub(crate) fn can_be_renewed_by(&self, tokens: &TokenResponse) -> bool {
        let subject = |claims: &Option<Json>| claims.as_ref()?.str("sub");
        let renewed = subject(&tokens.id_claims);
        renewed.is_none() || self.id_token_claims.is_none() || renewed == subject(&self.id_token_claims)
    }

    /// The facts after a renewal. What the answer does not say stays as it was.
    pub(crate) fn renewed(&self, tokens: &TokenResponse) -> Self {
        let mut renewed = self.clone();
        renewed.token_format = format_of(tokens);
        renewed.issued_at = tokens.issued_at;
        renewed.expires_at = tokens.expires_at;
        if !tokens.scopes.is_empty() {
            renewed.scopes = tokens.scopes.clone();
        }
        if tokens.id_claims.is_some() {
            renewed.id_token_claims = tokens.id_claims.clone();
        }
        renewed
    }
}

fn format_of(tokens: &TokenResponse) -> TokenFormat {
    if tokens.is_jwt { TokenFormat::Jwt } else { TokenFormat::Opaque }
}

fn claim(tokens: &TokenResponse, name: &str) -> Option<String> {
    tokens.claims.as_ref()?.str(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Step;
    use crate::http::testing::answer;
    use crate::wire::{jwt, token};

    const UVID: &str = "3f0b9d0e-1b2c-4d5e-8f90-123456789abc";

    fn read(body: &str) -> (Settings, AuthorizationResponse, TokenResponse) {
        let settings = Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap();
        let tokens = token::read(&settings, Step::Token, &answer(200, "application/json", body)).unwrap();
        (
            settings,
            AuthorizationResponse { code: "aPrx".into(), community_url: None, community_id: Some("0DB".to_owned()) },
            *tokens,
        )
    }

    fn session(body: &str) -> Session {
        let (settings, code, tokens) = read(body);
        Session::of_user(&settings, &code, &tokens, None)
    }

    fn jwt_body(claims: &str) -> String {
        format!(r#"{{"access_token":"{}","issued_at":"7"}}"#, crate::wire::jwt::testing::token(claims))
    }

    #[test]
    fn a_visitor_keeps_the_id_that_was_sent_where_the_claim_is_none() {
        let hint = Uvid::parse(UVID).unwrap();
        for subject in ["uvid:", "uvid:3f0b9d0e", "uid:0051"] {
            let (settings, code, tokens) = read(&jwt_body(&format!(r#"{{"sub":"{subject}"}}"#)));
            let uvid = |hint| Session::of_guest(&settings, &code, &tokens, hint).uvid;
            assert_eq!((uvid(Some(&hint)).as_deref(), uvid(None)), (Some(UVID), None), "{subject}");
        }
    }

    #[test]
    fn a_user_s_visitor_id_is_the_claim_or_the_hint_that_a_jwt_accepted() {
        let hint = Uvid::parse(UVID).unwrap();
        let uvid = |body: &str, hint| {
            let (settings, code, tokens) = read(body);
            Session::of_user(&settings, &code, &tokens, hint).uvid
        };
        assert_eq!(uvid(&jwt_body(r#"{"uvid":"claimed"}"#), Some(&hint)).as_deref(), Some("claimed"));
        assert_eq!(uvid(&jwt_body("{}"), Some(&hint)).as_deref(), Some(UVID));
        assert_eq!(uvid(&jwt_body("{}"), None), None);
        assert_eq!(uvid(r#"{"access_token":"00D!x","issued_at":"7"}"#, Some(&hint)), None);
    }

    #[test]
    fn a_guest_has_a_visitor_id_and_no_user() {
        let (settings, code, tokens) = read(&jwt_body(&format!(r#"{{"sub":"uvid:{UVID}"}}"#)));
        let guest = Session::of_guest(&settings, &code, &tokens, None);
        assert_eq!((guest.kind, guest.uvid.as_deref(), guest.user_id), (SessionKind::Guest, Some(UVID), None));
    }

    #[test]
    fn a_renewal_is_of_the_subject_that_the_session_has_if_both_have_one() {
        let with_subject = |subject: &str| {
            let claims = format!(r#"{{"aud":"3MVG9example","iss":"i","sub":"{subject}","iat":1,"exp":2}}"#);
            format!(r#"{{"access_token":"00D!x","issued_at":"7","id_token":"{}"}}"#, jwt::testing::token(&claims))
        };
        let without = r#"{"access_token":"00D!x","issued_at":"7"}"#.to_owned();
        let can_be = |before: &str, after: &str| session(before).can_be_renewed_by(&read(after).2);
        assert!(
            can_be(&with_subject("ada"), &with_subject("ada")) && !can_be(&with_subject("ada"), &with_subject("bob"))
        );
        assert!(can_be(&with_subject("ada"), &without) && can_be(&without, &with_subject("ada")));
    }

    #[test]
    fn a_renewal_changes_what_it_says_and_nothing_else() {
        let before = session(r#"{"access_token":"00D!x","issued_at":"7","scope":"api","id":"https://a/id/00D1/0051"}"#);
        let (_, _, tokens) = read(r#"{"access_token":"00D!y","issued_at":"9","expires_in":"1"}"#);
        let after = before.renewed(&tokens);
        assert_eq!((after.issued_at, after.expires_at), (9, Some(1009)));
        assert_eq!(Session { issued_at: 7, expires_at: None, ..after }, before);

        let id_token = jwt::testing::token(r#"{"aud":"3MVG9example","iss":"i","sub":"s","iat":1,"exp":2}"#);
        let (_, _, tokens) = read(&format!(
            r#"{{"access_token":"eyJ","token_format":"jwt","issued_at":"9","scope":"api web","id_token":"{id_token}"}}"#
        ));
        let after = before.renewed(&tokens);
        assert_eq!((after.token_format, after.scopes.len()), (TokenFormat::Jwt, 2));
        assert_eq!(after.id_token_claims.unwrap().str("sub").as_deref(), Some("s"));
    }

    #[test]
    fn user_and_org_are_the_last_parts_of_the_identity_url() {
        let session = session(
            r#"{"access_token":"00D!x","issued_at":"1767600739962","scope":"openid api","id":"https://a/id/00D1/0051",
                "sfdc_community_url":"https://acme.my.site.com/portal"}"#,
        );
        assert_eq!((session.user_id.as_deref(), session.organization_id.as_deref()), (Some("0051"), Some("00D1")));
        assert_eq!(session.community_url.as_deref(), Some("https://acme.my.site.com/portal"));
        assert_eq!(session.community_id.as_deref(), Some("0DB"));
    }

    #[test]
    fn absent_facts_are_missing_keys_and_no_token_is_a_fact() {
        let session = session(r#"{"access_token":"00D!x","refresh_token":"5Aep","issued_at":"7"}"#);
        let json = serde_json::to_string(&session).unwrap();
        assert_eq!(json, r#"{"kind":"user","scopes":[],"tokenFormat":"opaque","issuedAt":7.0,"communityId":"0DB"}"#);
    }
}
