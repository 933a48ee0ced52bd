//! What a field's type says of itself by the last segment of its path.
//!
//! A macro sees names, not types: an alias hides what it stands for, and rustc checks it against the traits instead.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// The kinds of relations, by the type of their slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    ForeignKey,
    OneToOne,
    HasOne,
    HasMany,
    ManyToMany,
}

impl Slot {
    pub(crate) fn of(ty: &Type) -> Option<Slot> {
        match last_segment(ty)?.ident.to_string().as_str() {
            "ForeignKey" => Some(Slot::ForeignKey),
            "OneToOne" => Some(Slot::OneToOne),
            "HasOne" => Some(Slot::HasOne),
            "HasMany" => Some(Slot::HasMany),
            "ManyToMany" => Some(Slot::ManyToMany),
            _ => None,
        }
    }

    /// Whether this side has the key.
    pub(crate) fn is_forward(self) -> bool {
        matches!(self, Slot::ForeignKey | Slot::OneToOne)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Slot::ForeignKey => "ForeignKey",
            Slot::OneToOne => "OneToOne",
            Slot::HasOne => "HasOne",
            Slot::HasMany => "HasMany",
            Slot::ManyToMany => "ManyToMany",
        }
    }
}

/// The kinds of columns that attributes make a difference for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An integer of so many bits.
    Integer(u32),
    Float,
    Decimal,
    Bool,
    Text,
    Moment,
    Uuid,
    Bytes,
    Document,
    Array,
    /// A duration, an address: a literal of it is a text.
    Span,
    /// A type that only rustc knows.
    Other,
}

impl Kind {
    /// The kind of a type, of what it may hold if it is an `Option`.
    pub(crate) fn of(ty: &Type) -> Kind {
        let ty = option(ty).unwrap_or(ty);
        let Some(segment) = last_segment(ty) else { return Kind::Other };
        match segment.ident.to_string().as_str() {
            "i16" => Kind::Integer(16),
            "i32" => Kind::Integer(32),
            "i64" => Kind::Integer(64),
            "f32" | "f64" => Kind::Float,
            "Decimal" => Kind::Decimal,
            "bool" => Kind::Bool,
            "String" => Kind::Text,
            "Date" | "Time" | "PrimitiveDateTime" | "OffsetDateTime" => Kind::Moment,
            "Uuid" => Kind::Uuid,
            "Vec" if element(ty).is_some() => Kind::Array,
            "Vec" => Kind::Bytes,
            "Duration" | "IpAddr" => Kind::Span,
            "Jsonb" | "Value" => Kind::Document,
            _ => Kind::Other,
        }
    }

    /// The kind that a length or precision is of: that of an array's elements.
    pub(crate) fn of_sizes(ty: &Type) -> Kind {
        Kind::of(element(option(ty).unwrap_or(ty)).unwrap_or(ty))
    }

    /// Whether values can be a column of a primary key of several.
    pub(crate) fn is_part_of_key(self) -> bool {
        self.is_key() || matches!(self, Kind::Moment | Kind::Bool | Kind::Decimal)
    }

    /// Whether values can be a primary key.
    pub(crate) fn is_key(self) -> bool {
        matches!(self, Kind::Integer(_) | Kind::Text | Kind::Uuid | Kind::Other)
    }
}

/// The last segment of a type's path; a type that a macro passed on is looked into.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// `T` of `Option<T>`. A model that is called `Option` has no argument.
pub(crate) fn option(ty: &Type) -> Option<&Type> {
    last_segment(ty).filter(|segment| segment.ident == "Option").and_then(argument)
}

/// `T` of `Deferred<T>`.
pub(crate) fn deferred(ty: &Type) -> Option<&Type> {
    last_segment(ty).filter(|segment| segment.ident == "Deferred").and_then(argument)
}

/// `T` of `Vec<T>`, where that is an array: a `Vec<u8>` is bytes.
pub(crate) fn element(ty: &Type) -> Option<&Type> {
    let element = last_segment(ty).filter(|segment| segment.ident == "Vec").and_then(argument)?;
    last_segment(element).is_none_or(|segment| segment.ident != "u8").then_some(element)
}

/// The only type between the angle brackets of a segment.
pub(crate) fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::{Kind, Slot, option};

    #[test]
    fn a_type_is_known_by_the_last_segment_of_its_path() {
        assert_eq!(Slot::of(&parse_quote!(querent::ForeignKey<Option<Tag>>)), Some(Slot::ForeignKey));
        assert_eq!(Slot::of(&parse_quote!(Vec<ForeignKey<Tag>>)), None);
        assert_eq!(Kind::of(&parse_quote!(Option<rust_decimal::Decimal>)), Kind::Decimal);
        assert_eq!(Kind::of(&parse_quote!(::core::primitive::i16)), Kind::Integer(16));
        assert_eq!(Kind::of(&parse_quote!(Price)), Kind::Other);
        assert_eq!(Kind::of(&parse_quote!(std::vec::Vec<u8>)), Kind::Bytes);
        assert_eq!(Kind::of(&parse_quote!(Option<Vec<Option<i32>>>)), Kind::Array);
    }

    #[test]
    fn a_model_called_option_is_no_option() {
        assert!(option(&parse_quote!(Option)).is_none());
        assert!(option(&parse_quote!(std::option::Option<Option>)).is_some());
    }
}
