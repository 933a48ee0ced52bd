//! What things and people are called.

/// A shelf of the shop: its name, what is on it with a usual price in whole euros, and in which kinds.
pub(super) struct Shelf {
    pub(super) category: &'static str,
    pub(super) things: [(&'static str, i64); 8],
    pub(super) kinds: [&'static str; 6],
}

pub(super) const SHELVES: [Shelf; 8] = [
    Shelf {
        category: "Electronics",
        things: [
            ("Laptop", 1290),
            ("Camera", 1150),
            ("Tablet", 540),
            ("Television", 980),
            ("Radio", 85),
            ("Headphones", 140),
            ("Speaker", 190),
            ("Projector", 620),
        ],
        kinds: ["Compact", "Silver", "Studio", "Travel", "Classic", "Evening"],
    },
    Shelf {
        category: "Kitchen",
        things: [
            ("Kettle", 45),
            ("Teapot", 38),
            ("Frying Pan", 59),
            ("Bread Knife", 34),
            ("Mixing Bowl", 19),
            ("Coffee Grinder", 74),
            ("Cutting Board", 29),
            ("Casserole", 89),
        ],
        kinds: ["Enamel", "Steel", "Copper", "Stoneware", "Everyday", "Small"],
    },
    Shelf {
        category: "Garden",
        things: [
            ("Spade", 36),
            ("Watering Can", 28),
            ("Rake", 24),
            ("Wheelbarrow", 95),
            ("Bird House", 22),
            ("Lantern", 31),
            ("Flower Pot", 12),
            ("Secateurs", 27),
        ],
        kinds: ["Ash", "Galvanised", "Green", "Folding", "Long", "Rustic"],
    },
    Shelf {
        category: "Furniture",
        things: [
            ("Desk", 320),
            ("Armchair", 410),
            ("Bookcase", 260),
            ("Stool", 75),
            ("Sideboard", 540),
            ("Bench", 180),
            ("Coat Rack", 65),
            ("Dining Table", 690),
        ],
        kinds: ["Oak", "Walnut", "Birch", "Painted", "Low", "Corner"],
    },
    Shelf {
        category: "Outdoors",
        things: [
            ("Tent", 230),
            ("Rucksack", 110),
            ("Sleeping Bag", 125),
            ("Head Torch", 39),
            ("Camp Stove", 58),
            ("Walking Poles", 64),
            ("Water Bottle", 21),
            ("Hammock", 72),
        ],
        kinds: ["Alpine", "Light", "Winter", "Coastal", "Weekend", "Trail"],
    },
    Shelf {
        category: "Stationery",
        things: [
            ("Notebook", 9),
            ("Fountain Pen", 48),
            ("Pencil Case", 14),
            ("Desk Calendar", 16),
            ("Stapler", 18),
            ("Letter Opener", 23),
            ("Sketch Pad", 13),
            ("Ink Bottle", 11),
        ],
        kinds: ["Blue", "Linen", "Pocket", "Grey", "Heavy", "Red"],
    },
    Shelf {
        category: "Toys",
        things: [
            ("Train Set", 84),
            ("Building Blocks", 37),
            ("Kite", 26),
            ("Puzzle", 19),
            ("Marble Run", 55),
            ("Dolls' House", 130),
            ("Spinning Top", 8),
            ("Rocking Horse", 165),
        ],
        kinds: ["Wooden", "Bright", "Giant", "First", "Striped", "Old-Time"],
    },
    Shelf {
        category: "Lighting",
        things: [
            ("Desk Lamp", 69),
            ("Floor Lamp", 145),
            ("Pendant", 118),
            ("Wall Light", 83),
            ("Night Light", 17),
            ("Candlestick", 25),
            ("Reading Lamp", 77),
            ("String Lights", 20),
        ],
        kinds: ["Brass", "Paper", "Glass", "Opal", "Black", "Nordic"],
    },
];

pub(super) const SUPPLIERS: [(&str, &str); 10] = [
    ("Harbour & Sons", "Ireland"),
    ("Lindqvist Handel", "Sweden"),
    ("Officina Moro", "Italy"),
    ("Atelier Garance", "France"),
    ("Werkhof Nord", "Germany"),
    ("Tanaka Trading", "Japan"),
    ("Casa Ribeira", "Portugal"),
    ("Bluewater Goods", "Canada"),
    ("Vos en Dochters", "Netherlands"),
    ("Kowalski Crafts", "Poland"),
];

pub(super) const TAGS: [&str; 10] = [
    "new",
    "sale",
    "gift",
    "handmade",
    "bestseller",
    "recycled",
    "limited",
    "staff pick",
    "repairable",
    "last chance",
];

pub(super) const FIRST_NAMES: [&str; 20] = [
    "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jun", "Katya", "Leon",
    "Mira", "Nils", "Oona", "Pablo", "Quinn", "Rosa", "Samir", "Tove",
];

pub(super) const LAST_NAMES: [&str; 16] = [
    "Abbott", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Grant", "Haddad", "Ito", "Jansen", "Kaya",
    "Lopez", "Moreau", "Novak", "Okafor", "Petrov",
];

/// What is said of a product, by the rating that comes with it: one star first.
pub(super) const OPINIONS: [&[&str]; 5] = [
    &["It broke on the second day.", "Not what the picture shows. I sent it back."],
    &["It does its work, but only just.", "Smaller than I thought, and it rattles."],
    &[
        "All right for the price.",
        "Neither better nor worse than the one I had.",
        "Fine, once it is put together.",
    ],
    &["Good, solid work.", "A pleasure to use; one star off for the packaging.", "I would buy it again."],
    &[
        "I use it every day.",
        "The best one I have owned.",
        "Lovely. My neighbour has ordered one too.",
        "Perfect.",
    ],
];
