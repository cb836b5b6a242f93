//! A session as text: what a store keeps, and what tabs tell one another.
//!
//! Versioned and bound to site and client. Whatever does not read back completely is no record: what stands in a store may
//! have been written by anybody.

use zeroize::Zeroizing;

use crate::json::{Json, Value, Writer};
use crate::secret::{AccessToken, RefreshToken};
use crate::session::facts::{Session, SessionKind, TokenFormat};
use crate::session::kept::{Kept, Tokens};
use crate::session::stamp::Stamp;
use crate::settings::Settings;
use crate::uvid::Uvid;
use crate::wire::code::own_site;

/// The version of the format. Fields may be added to it. A format that this version cannot read also needs another key: tabs that
/// were opened before an update remove whatever they cannot read.
const FORMAT: u64 = 1;

/// A state of the session.
pub(crate) struct Record {
    pub stamp: Stamp,
    /// `None` where the session has ended.
    pub kept: Option<Kept>,
}

impl Record {
    pub fn to_text(&self, settings: &Settings) -> Zeroizing<String> {
        let mut out = Writer::default();
        out.open('{').name("format").number(FORMAT).member("site", &settings.site_url);
        out.member("client", &settings.client_id).name("began").number(self.stamp.began);
        out.name("renewed").number(self.stamp.renewed);
        if let Some(kept) = &self.kept {
            let tokens = &kept.tokens;
            kept.session.write(out.name("session"));
            out.name("received").number(tokens.received_at).member("access", tokens.access.expose());
            out.optional("refresh", tokens.refresh.as_ref().map(RefreshToken::expose));
            out.optional("instance", tokens.instance_url.as_deref());
            out.optional("visitor", kept.visitor.as_ref().map(Uvid::as_str));
        }
        out.close('}');
        out.into_text()
    }

    /// `None` for anything that this client did not write for this site.
    pub fn parse(settings: &Settings, text: &str) -> Option<Self> {
        let json = Value::parse(text)?;
        let is_ours = json.whole("format") == Some(FORMAT)
            && json.get("site")?.is(&settings.site_url)
            && json.get("client")?.is(&settings.client_id);
        if !is_ours {
            return None;
        }
        let kept = match json.get("session") {
            Some(session) => Some(kept(settings, json, session)?),
            None => None,
        };
        let stamp = Stamp { began: json.whole("began")?, renewed: json.whole("renewed")? };
        stamp.is_possible().then_some(Self { stamp, kept })
    }
}

fn kept(settings: &Settings, json: Value<'_>, session: Value<'_>) -> Option<Kept> {
    let received_at = json.whole("received")?;
    let visitor = match json.str("visitor") {
        Some(uvid) => Some(Uvid::parse(&uvid).ok()?),
        None => None,
    };
    let session = facts(settings, session)?;
    let token = |key| json.str(key).filter(|token| !token.is_empty());
    let access = token("access").map(AccessToken::from).filter(AccessToken::is_sendable)?;
    // A guest without an id could neither be shown nor renewed.
    if session.kind == SessionKind::Guest && visitor.is_none() {
        return None;
    }
    let tokens =
        Tokens { access, refresh: token("refresh").map(Into::into), instance_url: json.str("instance"), received_at };
    Some(Kept::new(session, tokens, visitor))
}

fn facts(settings: &Settings, json: Value<'_>) -> Option<Session> {
    let (kind, token_format) = (json.get("kind")?, json.get("tokenFormat")?);
    let kind = [SessionKind::User, SessionKind::Guest].into_iter().find(|known| kind.is(known.as_str()))?;
    let token_format =
        [TokenFormat::Jwt, TokenFormat::Opaque].into_iter().find(|known| token_format.is(known.as_str()))?;
    let issued_at = json.whole("issuedAt")?;
    let mut scopes = Vec::new();
    for scope in json.get("scopes")?.elements() {
        scopes.push(scope.as_str()?);
    }
    Some(Session {
        kind,
        user_id: json.str("userId"),
        organization_id: json.str("organizationId"),
        uvid: json.str("uvid"),
        scopes,
        token_format,
        issued_at,
        expires_at: json.whole("expiresAt"),
        // Tokens are sent there.
        community_url: json.str("communityUrl").and_then(|url| own_site(settings, &url)),
        community_id: json.str("communityId"),
        id_token_claims: json.get("idTokenClaims").map(Json::from),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::session::event::EventKind;
    use crate::session::kept::testing::changed;
    use crate::session::stamp::testing::LATEST;

    fn settings(client_id: &str) -> Settings {
        Settings::check(Config::new("https://acme.my.site.com/portal", client_id)).unwrap()
    }

    fn record() -> Record {
        let session = Session {
            kind: SessionKind::User,
            user_id: Some("0051".to_owned()),
            organization_id: Some("00D1".to_owned()),
            uvid: Some("3f0b9d0e-1b2c-4d5e-8f90-123456789abc".to_owned()),
            scopes: vec!["openid".to_owned(), "api".to_owned()],
            token_format: TokenFormat::Jwt,
            issued_at: 1_767_600_739_962,
            expires_at: Some(1_767_607_939_000),
            community_url: Some("https://acme.my.site.com/portal".to_owned()),
            community_id: Some("0DB".to_owned()),
            id_token_claims: Json::parse(r#"{"sub":"x","list":[1,null,true]}"#),
        };
        let tokens = Tokens {
            access: "a.b.c".into(),
            refresh: Some("5Aep\" é".into()),
            instance_url: Some("https://acme.my.salesforce.com".to_owned()),
            received_at: 1_767_600_740_000,
        };
        let visitor = Uvid::parse("3f0b9d0e-1b2c-4d5e-8f90-123456789abc").ok();
        let kept = Kept::new(session, tokens, visitor);
        Record { stamp: LATEST, kept: Some(kept) }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let (settings, record) = (settings("id"), record());
        let read = Record::parse(&settings, &record.to_text(&settings)).unwrap();
        let (before, after) = (record.kept.unwrap(), read.kept.unwrap());
        assert_eq!(read.stamp, record.stamp);
        assert_eq!(*before.session, *after.session);
        assert_eq!(before.visitor, after.visitor);
        assert_eq!(before.tokens.access.expose(), after.tokens.access.expose());
        assert_eq!(before.tokens.refresh.as_ref().unwrap().expose(), after.tokens.refresh.as_ref().unwrap().expose());
        assert_eq!(before.tokens.received_at, after.tokens.received_at);
        assert_eq!(before.tokens.instance_url, after.tokens.instance_url);

        let gone = Record { stamp: Stamp::default(), kept: None };
        let read = Record::parse(&settings, &gone.to_text(&settings)).unwrap();
        assert!(read.kept.is_none());
    }

    #[test]
    fn a_stamp_reads_back_to_the_last_digit() {
        let settings = settings("id");
        for part in 0..1_024 {
            let stamp = Stamp::default().next(EventKind::SignedIn, 1_767_600_740_001, part);
            let text = Record { stamp, kept: None }.to_text(&settings);
            assert_eq!(Record::parse(&settings, &text).unwrap().stamp, stamp);
        }
    }

    #[test]
    fn a_guest_reads_back_but_not_without_an_id_and_a_user_needs_none() {
        let settings = settings("id");
        let read = |kind, has_id: bool| {
            let mut record = record();
            record.kept = record.kept.map(|kept| {
                changed(kept, |session, _, visitor| {
                    (session.kind, session.token_format) = (kind, TokenFormat::Opaque);
                    *visitor = visitor.take().filter(|_| has_id);
                })
            });
            let read = Record::parse(&settings, &record.to_text(&settings))?;
            Some(read.kept.unwrap().session.kind)
        };
        assert_eq!(read(SessionKind::Guest, true), Some(SessionKind::Guest));
        assert_eq!(read(SessionKind::Guest, false), None);
        assert_eq!(read(SessionKind::User, false), Some(SessionKind::User));
    }

    #[test]
    fn another_site_client_or_format_is_not_ours() {
        let text = record().to_text(&settings("id"));
        assert!(Record::parse(&settings("other"), &text).is_none());
        assert!(Record::parse(&settings("id"), &text.replace("acme", "evil")).is_none());
        assert!(Record::parse(&settings("id"), &text.replace("\"format\":1", "\"format\":2")).is_none());
    }

    #[test]
    fn a_refresh_token_goes_to_no_other_site_though_the_store_says_so() {
        let settings = settings("id");
        let evil =
            record().to_text(&settings).replace("Url\":\"https://acme.my.site.com", "Url\":\"https://evil.example");
        assert!(evil.contains("https://evil.example/portal"));
        assert_eq!(Record::parse(&settings, &evil).unwrap().kept.unwrap().session.community_url, None);
    }

    #[test]
    fn what_is_broken_is_no_record() {
        let (settings, text) = (settings("id"), record().to_text(&settings("id")));
        for (from, to) in [
            ("\"access\":\"a.b.c\"", "\"access\":\"\""),
            ("\"access\":\"a.b.c\"", "\"access\":\"a\\nb\""),
            ("\"access\":\"a.b.c\",", ""),
            ("\"renewed\":8640000000000000", "\"renewed\":8640000000000001"),
            ("\"kind\":\"user\"", "\"kind\":\"admin\""),
            ("\"kind\":\"user\"", "\"kind\":7"),
            ("\"visitor\":\"3f0b", "\"visitor\":\"zzzz"),
            ("\"scopes\":[\"openid\"", "\"scopes\":[7"),
            ("\"tokenFormat\":\"jwt\"", "\"tokenFormat\":\"\""),
            ("\"received\":", "\"received\":-"),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(Record::parse(&settings, &text.replace(from, to)).is_none(), "{from} → {to}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".*", at in 0usize..400, with in ".{0,3}") {
            let settings = settings("id");
            prop_assert!(Record::parse(&settings, &text).is_none());
            let mut text = record().to_text(&settings).to_string();
            if text.is_char_boundary(at) {
                text.insert_str(at, &with);
            }
            let _ = Record::parse(&settings, &text);
        }
    }
}
