//! Names that are long, or words of SQL.

use crate::case::Case;

const LONG: &str = "AVeryLongNameOfAModelThatDescribesWhatItIsAbout{id; also_a_long_name_of_a_field: int4 unique; parent: FK(self)? index}";

pub const CASES: &[Case] = &[
    Case::new("name.too_long", "", LONG).is(&[
        "CreateModel AVeryLongNameOfAModelThatDescribesWhatItIsAbout{id; also_a_long_name_of_a_field: int4 unique; parent: FK(self)? index}",
    ]),
    Case::new("name.too_long_and_renamed", LONG, "T{id; also_a_long_name_of_a_field: int4 unique; parent: FK(self)? index}")
        .answered(&["--rename-model", "shop.AVeryLongNameOfAModelThatDescribesWhatItIsAbout:T"])
        .is(&["RenameModel AVeryLongNameOfAModelThatDescribesWhatItIsAbout T"]),
    Case::new("name.reserved", "Order{id; user: int4}", "Order{id; user: int4; group: text?; index select(-user)}")
        .is(&["AddField Order.group: text?", "AddIndex Order select(-user)"]),
    Case::new("name.reserved_and_renamed", "Order{id; user: int4 unique}", "Table{id; column: int4 unique}")
        .answered(&["--rename-model", "shop.Order:Table", "--rename", "shop.Order.user:column"])
        .is(&["RenameModel Order Table", "RenameField Table.user column"]),
];
