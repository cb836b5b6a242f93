//! The shelf: what is for sale.

use yew::prelude::*;

use crate::basket::use_change;
use crate::catalog::{EVENING, Product, SHELF};

#[derive(Properties, PartialEq)]
struct OneProps {
    product: &'static Product,
}

#[component]
fn Add(OneProps { product }: &OneProps) -> Html {
    let (change, product) = (use_change(), *product);
    let onclick = move |_| change.emit((product, 1));
    let label = format!("Add to basket: {}", product.name);
    html! { <button class="action small" type="button" aria-label={label} {onclick}>{ "Add to basket" }</button> }
}

#[component]
fn Picture(OneProps { product }: &OneProps) -> Html {
    html! { <img src={format!("../art.svg#{}", product.sku)} alt={product.picture} /> }
}

#[component]
pub fn Goods() -> Html {
    let shelf = SHELF.iter().map(|product| {
        html! {
            <li class="product" key={product.sku}>
                <Picture {product} />
                <p><cite>{ product.name }</cite>{ " " }<b class="price">{ format!("£{}", product.price) }</b></p>
                <Add {product} />
            </li>
        }
    });
    html! {
        <>
            <figure class="hanging product">
                <div class="loom"><Picture product={&EVENING} /></div>
                <figcaption>
                    <p>
                        <cite>{ EVENING.name }</cite>{ " " }<b class="price">{ format!("£{}", EVENING.price) }</b>{ " " }
                        <span>{ "Lambswool and linen, 140\u{a0}×\u{a0}170\u{a0}cm" }</span>
                    </p>
                    <Add product={&EVENING} />
                </figcaption>
            </figure>
            <ul class="shelf" id="shelf" aria-label="More blankets">{ for shelf }</ul>
        </>
    }
}
