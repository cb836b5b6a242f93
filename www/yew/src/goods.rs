//! What is for sale.

use yew::prelude::*;

use crate::basket::use_change;

#[derive(PartialEq)]
pub struct Product {
    /// Also the name of its picture in `art.svg`.
    pub sku: &'static str,
    pub name: &'static str,
    pub price: u32,
    picture: &'static str,
}

static EVENING: Product = Product {
    sku: "evening",
    name: "Evening at the Tarn",
    price: 240,
    picture: "A woven blanket: a low sun over stepped hills and a small lake, three teasels on the shore",
};

static SHELF: [Product; 3] = [
    Product { sku: "teasel-row", name: "Teasel Row", price: 165, picture: "Rows of teasel heads between red stripes" },
    Product {
        sku: "far-hills",
        name: "Far Hills",
        price: 120,
        picture: "Stepped hills, one behind the other, under a yellow sky",
    },
    Product { sku: "ripple", name: "Ripple", price: 95, picture: "A lake with ripples and the light of a low sun" },
];

pub fn product(sku: &str) -> Option<&'static Product> {
    SHELF.iter().chain([&EVENING]).find(|product| product.sku == sku)
}

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
