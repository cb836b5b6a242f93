//! The basket, and whose it is.
//!
//! A guest's session has a visitor id (UVID), and the basket is kept under it. Salesforce carries the id into the session of
//! the person that the guest turns out to be, so nothing has to be moved when they log in, register or use a code. A real
//! shop would keep the basket on its server under the same id; this one keeps it in the browser, for all tabs.

use std::rc::Rc;

use gloo_storage::{LocalStorage, Storage as _};
use headless_identity::yew::use_session;
use headless_identity::{Session, SessionKind, Uvid};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::catalog::{Product, product};
use crate::page::{Action, use_page};

/// The same as in `www/js/basket.js`: both pages show one basket.
pub const KEY: &str = "tarn-and-teasel:basket";

#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Basket {
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// How many of each product, in the order in which they came in.
    lines: IndexMap<String, u32>,
    /// Whether the visitor id came along when the owner changed in this page.
    #[serde(skip)]
    pub came_along: Option<bool>,
}

pub enum Move {
    Change {
        sku: &'static str,
        by: i32,
    },
    /// The page opened with this session. A basket of somebody else's is not shown to them.
    Open(Rc<Session>),
    /// The session has changed in this page. Where the visitor id did not come along, as after the redirect of a social
    /// sign-on, the page itself hands the basket over: it was the same person's a moment ago.
    Follow(Rc<Session>),
    /// Another tab has changed the basket.
    Reload,
    Clear,
}

impl Reducible for Basket {
    type Action = Move;

    fn reduce(self: Rc<Self>, action: Move) -> Rc<Self> {
        let mut basket = Rc::unwrap_or_clone(self);
        match action {
            Move::Change { sku, by } => basket = basket.change(sku, by),
            Move::Open(session) if basket.owner.as_deref() != id_of(&session) => {
                basket = Self { owner: id_of(&session).map(str::to_owned), ..Self::default() };
            }
            Move::Open(_) => {}
            Move::Follow(session) => {
                basket.came_along = Some(basket.owner.as_deref() == id_of(&session));
                basket.owner = id_of(&session).map(str::to_owned);
            }
            Move::Reload => basket = Self { came_along: basket.came_along, ..Self::load() },
            Move::Clear => basket = Self::default(),
        }
        // A full or forbidden storage: the basket lives as long as the page.
        let _ = LocalStorage::set(KEY, &basket);
        Rc::new(basket)
    }
}

impl Basket {
    pub fn load() -> Self {
        LocalStorage::get(KEY).unwrap_or_default()
    }

    /// The visitor whom a new guest session should go on with: the basket's owner.
    pub fn visitor(&self) -> Option<Uvid> {
        self.owner.as_deref().and_then(|owner| Uvid::parse(owner).ok())
    }

    fn change(&self, sku: &str, by: i32) -> Self {
        let mut basket = self.clone();
        let count = basket.count(sku).saturating_add_signed(by);
        if count == 0 {
            basket.lines.shift_remove(sku);
        } else {
            basket.lines.insert(sku.to_owned(), count);
        }
        basket
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn pieces(&self) -> u32 {
        self.lines.values().sum()
    }

    fn count(&self, sku: &str) -> u32 {
        self.lines.get(sku).copied().unwrap_or(0)
    }

    fn lines(&self) -> impl Iterator<Item = (&'static Product, u32)> {
        self.lines.iter().filter_map(|(sku, count)| Some((product(sku)?, *count)))
    }

    fn sum(&self) -> u32 {
        self.lines().map(|(product, count)| product.price * count).sum()
    }

    /// "2 blankets, £215 together."
    pub fn summary(&self) -> String {
        match self.pieces() {
            0 => "Your basket is empty.".to_owned(),
            1 => format!("1 blanket, {} together.", money(self.sum())),
            n => format!("{n} blankets, {} together.", money(self.sum())),
        }
    }

    /// What a screen reader is told after a change.
    fn news_of(&self, product: &Product) -> String {
        let Product { sku, name, .. } = product;
        let line = match self.count(sku) {
            0 => format!("{name} is out of your basket."),
            n => format!("{name}, {n} in your basket."),
        };
        format!("{line} {}", self.summary())
    }
}

fn id_of(session: &Session) -> Option<&str> {
    session.uvid.as_deref().or(session.user_id.as_deref())
}

fn money(pounds: u32) -> String {
    format!("£{}", String::from(js_sys::Number::from(pounds).to_locale_string("en-GB")))
}

pub type BasketHandle = UseReducerHandle<Basket>;

#[hook]
pub fn use_basket() -> BasketHandle {
    use_context().expect("the shop provides it")
}

/// Puts so many of a product in, or takes them out, and says so.
#[hook]
pub fn use_change() -> Callback<(&'static Product, i32)> {
    let (basket, page) = (use_basket(), use_page());
    Callback::from(move |(product, by): (&'static Product, i32)| {
        page.dispatch(Action::Announce(basket.change(product.sku, by).news_of(product).into()));
        basket.dispatch(Move::Change { sku: product.sku, by });
    })
}

#[component]
pub fn BasketSection() -> Html {
    let (basket, session, change) = (use_basket(), use_session(), use_change());
    let title = use_node_ref();
    let lines = basket.lines().map(|(product, count)| {
        let step = |word: &str, sign: &'static str, by: i32| {
            let (change, title) = (change.clone(), title.clone());
            let onclick = move |_| {
                // The button goes with its line.
                if let (1, -1, Some(title)) = (count, by, title.cast::<HtmlElement>()) {
                    let _ = title.focus();
                }
                change.emit((product, by));
            };
            let id = format!("basket-{word}-{}", product.sku);
            html! { <button type="button" {id} aria-label={format!("One {} {word}", product.name)} {onclick}>{ sign }</button> }
        };
        html! {
            <li key={product.sku}>
                <cite>{ product.name }</cite>
                <span class="steps">
                    { step("less", "−", -1) }<span class="many">{ count }</span>{ step("more", "+", 1) }
                </span>
                <b class="price">{ money(count * product.price) }</b>
            </li>
        }
    });
    html! {
        <section class="basket" id="basket" aria-labelledby="basket-title">
            <h2 id="basket-title" tabindex="-1" ref={&title}>{ "Your basket" }</h2>
            if basket.is_empty() {
                <p class="empty">{ "Nothing in it yet. No account is needed to fill it." }</p>
            }
            <ul class="lines" id="basket-lines" aria-labelledby="basket-title">{ for lines }</ul>
            if !basket.is_empty() {
                <p class="total" id="basket-total"><span>{ "Together" }</span>{ " " }<b>{ money(basket.sum()) }</b></p>
            }
            <p class="owner" id="basket-owner">{ session.map(|session| owner_of(&session)) }</p>
        </section>
    }
}

/// The visitor's id is named by its beginning: the developer's bench has the whole.
fn owner_of(session: &Session) -> Html {
    let id = session.uvid.as_deref().map(|uvid| html! { <span class="id">{ &uvid[..8] }</span> });
    match (session.kind, id) {
        (SessionKind::Guest, id) => html! { <>{ "Kept for you without an account, as visitor " }{ id }</> },
        (_, Some(id)) => html! { <>{ "Kept for you as the visitor you were before: " }{ id }</> },
        (_, None) => html! { "Kept for you under your account." },
    }
}
