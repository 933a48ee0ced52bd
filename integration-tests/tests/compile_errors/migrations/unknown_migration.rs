//! A migration by a wrong name; the text names `shop.0002_product_title`, `shop.0002_product_title_sku`.

mod then {
    querent_migrate::historical!("shop.0002_product_title");
}

mod before {
    querent_migrate::historical!("0001_initial");
}

mod later {
    querent_migrate::historical!("shop.0002_product_title_sku:7");
}

fn main() {}
