//! Approvals and their tokens. An approval is a row of the org's OAuth sessions page: one login of one app, with the
//! refresh token and the access tokens that came of it. Access tokens are kept as digests and looked up whole, which
//! makes a forged, altered or foreign token an unknown one.

use std::collections::{BTreeMap, HashMap, VecDeque};

use sha2::{Digest as _, Sha256};

use crate::{
    ids,
    settings::{AppSettings, app::RefreshPolicy},
};

/// Live approvals a user can have for one app; a further one ends the oldest.
const APPROVALS_PER_USER: usize = 5;
/// Spent refresh tokens an approval remembers, so that re-use is recognised.
const SPENT_REMEMBERED: usize = 50;
const DAY_MS: i64 = 24 * 3_600_000;
/// How long an expired access token is remembered.
const EXPIRED_REMEMBERED_MS: i64 = DAY_MS;
/// The same for the JWTs of an app that takes expired ones as UVID hints: a visitor may come back after weeks.
const HINT_REMEMBERED_MS: i64 = 90 * DAY_MS;

pub type ApprovalId = u64;
type TokenDigest = [u8; 32];

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    User(String),
    Guest,
}

/// What a login gave an app.
#[derive(Clone, Debug)]
pub struct Grant {
    pub who: Who,
    pub uvid: Option<String>,
    pub scopes: Vec<String>,
}

impl Grant {
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    pub fn has_any_scope(&self, scopes: &[&str]) -> bool {
        scopes.iter().any(|scope| self.has_scope(scope))
    }
}

#[derive(Clone, Debug)]
pub struct Approval {
    pub client_id: String,
    pub grant: Grant,
    pub created_at: i64,
    pub last_used_at: i64,
    refresh: Option<Refresh>,
    access: Vec<TokenDigest>,
}

#[derive(Clone, Debug)]
struct Refresh {
    token: String,
    spent: VecDeque<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Opaque,
    Jwt,
}

#[derive(Clone, Copy, Debug)]
pub struct Access {
    pub approval: ApprovalId,
    pub format: Format,
    pub issued_at: i64,
    pub expires_at: i64,
}

/// What became of a refresh token that was presented.
pub enum Presented {
    Current(ApprovalId),
    /// Rotated away earlier: an old copy is used.
    Spent(ApprovalId),
    Unknown,
}

pub enum Revoked {
    Refresh,
    Access,
    Unknown,
}

#[derive(Default)]
pub struct Tokens {
    approvals: BTreeMap<ApprovalId, Approval>,
    /// A user's approvals of an app, oldest first.
    by_user: HashMap<(String, String), Vec<ApprovalId>>,
    access: HashMap<TokenDigest, Access>,
    refresh: HashMap<String, ApprovalId>,
    last_id: ApprovalId,
}

fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token).into()
}

impl Tokens {
    /// Enters an approval. A user's sixth for an app ends the oldest whole, access tokens included.
    pub fn approve(&mut self, client_id: &str, grant: Grant, app: &AppSettings, now: i64) -> ApprovalId {
        self.last_id += 1;
        let id = self.last_id;
        if let Who::User(user_id) = &grant.who {
            let owner = (user_id.clone(), client_id.to_owned());
            let earlier = self.by_user.remove(&owner).unwrap_or_default();
            // What has run out does not count. It is forgotten by the sweep: its JWT may still say who a visitor was.
            let mut live: Vec<_> = earlier.into_iter().filter(|id| self.is_live(*id, app, now)).collect();
            let surplus = (live.len() + 1).saturating_sub(APPROVALS_PER_USER);
            for id in live.drain(..surplus) {
                self.end(id);
            }
            live.push(id);
            self.by_user.insert(owner, live);
        }
        let approval = Approval {
            client_id: client_id.into(),
            grant,
            created_at: now,
            last_used_at: now,
            refresh: None,
            access: Vec::new(),
        };
        self.approvals.insert(id, approval);
        id
    }

    /// Gives an approval its refresh token; an earlier one is spent from now on.
    pub fn issue_refresh(&mut self, id: ApprovalId) -> Option<String> {
        let approval = self.approvals.get_mut(&id)?;
        let token = ids::refresh_token();
        let mut spent = VecDeque::new();
        if let Some(previous) = approval.refresh.take() {
            spent = previous.spent;
            spent.push_back(previous.token);
            if spent.len() > SPENT_REMEMBERED {
                spent.pop_front().map(|oldest| self.refresh.remove(&oldest));
            }
        }
        approval.refresh = Some(Refresh { token: token.clone(), spent });
        self.refresh.insert(token.clone(), id);
        Some(token)
    }

    pub fn enter_access(&mut self, token: &str, access: Access) {
        let digest = digest(token);
        if let Some(approval) = self.approvals.get_mut(&access.approval) {
            let known = &self.access;
            approval.access.retain(|digest| known.contains_key(digest));
            approval.access.push(digest);
            self.access.insert(digest, access);
        }
    }

    /// An access token that may be used now, with its approval.
    pub fn valid_access(&self, token: &str, now: i64) -> Option<(Access, &Approval)> {
        self.known_access(token).filter(|(access, _)| now < access.expires_at)
    }

    /// An access token that is neither revoked nor long gone, expired or not.
    pub fn known_access(&self, token: &str) -> Option<(Access, &Approval)> {
        let access = self.access.get(&digest(token))?;
        Some((*access, self.approvals.get(&access.approval)?))
    }

    pub fn present_refresh(&self, token: &str) -> Presented {
        let Some(&id) = self.refresh.get(token) else { return Presented::Unknown };
        let current = self.approvals.get(&id).and_then(|approval| approval.refresh.as_ref());
        match current {
            Some(refresh) if refresh.token == token => Presented::Current(id),
            _ => Presented::Spent(id),
        }
    }

    pub fn approval(&self, id: ApprovalId) -> Option<&Approval> {
        self.approvals.get(&id)
    }

    pub fn touch(&mut self, id: ApprovalId, now: i64) {
        if let Some(approval) = self.approvals.get_mut(&id) {
            approval.last_used_at = now;
        }
    }

    /// Ends an approval: its refresh token and all its access tokens, at once.
    pub fn end(&mut self, id: ApprovalId) -> bool {
        let Some(approval) = self.approvals.remove(&id) else { return false };
        for digest in &approval.access {
            self.access.remove(digest);
        }
        if let Some(refresh) = approval.refresh {
            self.refresh.remove(&refresh.token);
            for token in &refresh.spent {
                self.refresh.remove(token);
            }
        }
        if let Who::User(user_id) = approval.grant.who {
            let owner = (user_id, approval.client_id);
            if let Some(ids) = self.by_user.get_mut(&owner) {
                ids.retain(|other| *other != id);
                if ids.is_empty() {
                    self.by_user.remove(&owner);
                }
            }
        }
        true
    }

    /// Revokes one token: a refresh token takes its approval along, an access token goes alone unless `cascade`.
    pub fn revoke(&mut self, token: &str, cascade: bool, now: i64) -> Revoked {
        if let Presented::Current(id) = self.present_refresh(token) {
            self.end(id);
            return Revoked::Refresh;
        }
        let Some((access, _)) = self.valid_access(token, now) else { return Revoked::Unknown };
        self.access.remove(&digest(token));
        let left = |approval: &Approval| {
            approval.refresh.is_some() || approval.access.iter().any(|digest| self.access.contains_key(digest))
        };
        if cascade || !self.approval(access.approval).is_some_and(left) {
            self.end(access.approval);
        }
        Revoked::Access
    }

    /// Whether the approval can still be used: by its refresh token or by an access token.
    pub fn is_live(&self, id: ApprovalId, app: &AppSettings, now: i64) -> bool {
        let Some(approval) = self.approvals.get(&id) else { return false };
        let unexpired = |digest| self.access.get(digest).is_some_and(|access| now < access.expires_at);
        approval.refresh_is_live(app, now) || approval.access.iter().any(unexpired)
    }

    pub fn approvals(&self) -> impl Iterator<Item = (ApprovalId, &Approval)> {
        self.approvals.iter().map(|(id, approval)| (*id, approval))
    }

    /// Forgets access tokens that are long expired and approvals that have nothing left.
    pub fn sweep(&mut self, now: i64, app_of: impl Fn(&str) -> Option<AppSettings>) {
        let approvals = &self.approvals;
        let may_be_hint = |access: &Access| {
            let app = approvals.get(&access.approval).and_then(|approval| app_of(&approval.client_id));
            access.format == Format::Jwt && app.is_some_and(|app| app.allow_expired_uvid_jwt)
        };
        self.access.retain(|_, access| {
            let expired_for = now - access.expires_at;
            expired_for < EXPIRED_REMEMBERED_MS || (expired_for < HINT_REMEMBERED_MS && may_be_hint(access))
        });
        let known = &self.access;
        let mut gone = Vec::new();
        for (id, approval) in &mut self.approvals {
            approval.access.retain(|digest| known.contains_key(digest));
            let renewable = || app_of(&approval.client_id).is_some_and(|app| approval.refresh_is_live(&app, now));
            if approval.access.is_empty() && !renewable() {
                gone.push(*id);
            }
        }
        for id in gone {
            self.end(id);
        }
    }

    pub fn len(&self) -> usize {
        self.approvals.len() + self.access.len() + self.refresh.len()
    }
}

impl Approval {
    /// Whether there is a refresh token that the app's policy lets live, as the policy stands now.
    pub fn refresh_is_live(&self, app: &AppSettings, now: i64) -> bool {
        let ends = match app.refresh_token_policy_type {
            RefreshPolicy::Infinite => i64::MAX,
            RefreshPolicy::SpecificInactivity => self.last_used_at.saturating_add(app.refresh_validity_ms()),
            RefreshPolicy::SpecificLifetime => self.created_at.saturating_add(app.refresh_validity_ms()),
            RefreshPolicy::Zero => i64::MIN,
        };
        self.refresh.is_some() && now < ends
    }
}
