//! What the shop has.

#[derive(PartialEq)]
pub struct Product {
    /// Also the name of its picture in `art.svg`.
    pub sku: &'static str,
    pub name: &'static str,
    pub price: u32,
    /// What is seen on it.
    pub picture: &'static str,
}

pub static EVENING: Product = Product {
    sku: "evening",
    name: "Evening at the Tarn",
    price: 240,
    picture: "A woven blanket: a low sun over stepped hills and a small lake, three teasels on the shore",
};

pub static SHELF: [Product; 3] = [
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
