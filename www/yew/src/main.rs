//! The demo shop in Yew: the journeys of `www/`, through the crate's public doors. One file a journey; start at `app`.

mod app;
mod basket;
mod catalog;
mod code;
mod developer;
mod errand;
mod field;
mod form;
mod goods;
mod journey;
mod login;
mod page;
mod passwordless;
mod register;
mod reset;
mod session;
mod site;
mod social;
mod visit;
mod waiting;
mod welcome;
mod words;

fn main() {
    // Before everything else: from here on the address bar holds no code.
    let callback = social::take_callback();
    yew::Renderer::<app::App>::with_props(app::AppProps { callback }).render();
}
