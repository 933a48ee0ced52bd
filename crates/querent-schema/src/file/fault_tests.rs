use super::tests::{every_operation, name};
use crate::error::Kind;
use crate::migration::Migration;

fn fault(text: &str) -> String {
    let error = Migration::read(name(), text).unwrap_err();
    assert_eq!(error.kind(), Kind::File);
    error.to_string()
}

fn op(lines: &str) -> String {
    format!("format = 1\nafter = []\n\n[[op]]\n{lines}\n")
}

#[test]
fn a_fault_names_file_line_and_operation() {
    assert_eq!(
        fault(&op(
            "op = \"add_field\"\nmodel = \"A\"\nfield = { name = \"x\", type = \"text\", fk = \"shop.B\" }"
        )),
        "shop/0002_more.toml, line 7: operation 1 (add_field), `x`: a field has a `type`, or else refers to a model \
         by `fk` or `m2m`"
    );
    assert_eq!(
        fault(&op("op = \"add_field\"\nmodel = \"A\"\nfield = { name = \"x\", type = \"money\" }"))
            .split(';')
            .next(),
        Some(
            "shop/0002_more.toml, line 7: operation 1 (add_field), `x`: `money` is no type that a column can have"
        )
    );
    assert_eq!(
        fault(&op("op = \"delete_model\"\nmodel = \"A\"\ntable = \"a\"")),
        "shop/0002_more.toml, line 7: operation 1 (delete_model): there is no key `table` here; there are op, model"
    );
    assert!(fault(&op("op = \"drop_everything\"")).starts_with(
        "shop/0002_more.toml, line 5: operation 1 (drop_everything): there is no operation `drop_everything`; \
         there are create_model, "
    ));
    assert_eq!(
        fault(&op("op = \"delete_model\"")),
        "shop/0002_more.toml, line 4: operation 1 (delete_model): `model` is missing"
    );
}

#[test]
fn text_that_is_no_migration_is_refused() {
    assert_eq!(fault("after = []"), "shop/0002_more.toml, line 1: the file: `format = 1` is missing");
    assert!(fault("format = 2").ends_with("this version reads files of format 1 alone"));
    assert!(fault("format = ").contains("line 1: this is no TOML"));
    assert!(fault("format = 1\nafter = [\"x\"]").contains("line 2: the file: `x` is no migration"));
    assert!(fault("format = 1\nops = []").contains("there is no key `ops` here"));
}

#[test]
fn what_is_misspelled_is_told_with_what_is_meant() {
    let add = |field: &str| fault(&op(&format!("op = \"add_field\"\nmodel = \"A\"\nfield = {field}")));
    let start = "shop/0002_more.toml, line 7: operation 1 (add_field), `x`: ";
    assert_eq!(
        add("{ name = \"x\", type = \"text\", nul = true }"),
        format!("{start}there is no key `nul` here; did you mean `null`?")
    );
    assert_eq!(
        add("{ name = \"x\", typ = \"text\" }"),
        format!(
            "{start}a field has a `type`, or else refers to a model by `fk` or `m2m`; did you mean `type` by `typ`?"
        )
    );
    assert_eq!(
        fault(&op("op = \"add_feild\"\nmodel = \"A\"")),
        "shop/0002_more.toml, line 5: operation 1 (add_feild): there is no operation `add_feild`; did you mean \
         `add_field`?"
    );
    assert_eq!(
        fault(&op("op = \"delete_model\"\nmodle = \"A\"")),
        "shop/0002_more.toml, line 4: operation 1 (delete_model): `model` is missing; did you mean `model` by `modle`?"
    );
}

#[test]
fn the_operation_of_a_fault_is_counted_from_one() {
    let first = op("op = \"delete_model\"\nmodel = \"A\"");
    let others = "[[op]]\nop = \"delete_model\"\nmodel = \"B\"\n[[op]]\nop = \"remove_field\"\nmodel = \"C\"\nfield = 1\n";
    assert_eq!(
        fault(&(first + others)),
        "shop/0002_more.toml, line 13: operation 3 (remove_field): `field` is a text in quotes"
    );
}

#[test]
fn an_operation_in_single_brackets_is_told_how_to_be_written() {
    assert_eq!(
        fault("format = 1\n[op]\nop = \"delete_model\"\nmodel = \"A\"\n"),
        "shop/0002_more.toml, line 2: the file: `op` is a list: `[[op]]`, or values in brackets"
    );
}

#[test]
fn a_file_that_is_cut_anywhere_is_read_or_refused() {
    for operation in every_operation() {
        let whole = Migration { name: name(), after: Vec::new(), atomic: true, operations: vec![operation] };
        let text = whole.to_toml();
        for end in (0..text.len()).step_by(7).filter(|end| text.is_char_boundary(*end)) {
            if let Err(error) = Migration::read(name(), &text[..end]) {
                assert_eq!(error.kind(), Kind::File, "{error}");
                assert!(error.to_string().starts_with("shop/0002_more.toml, line "), "{error}");
            }
        }
    }
}
