//! One method of a custom manager.

use proc_macro2::{Group, Ident};
use quote::format_ident;
use syn::{Attribute, Error, FnArg, Generics, ReceiverKind, Result, ReturnType, Signature, Type};

use crate::function::Function;

/// A method of a custom manager.
pub(super) struct Method {
    /// Whether the method is compiled at all.
    pub(super) conditions: Vec<Attribute>,
    /// What is said of it to those who call it.
    pub(super) attributes: Vec<Attribute>,
    /// What is said of its body.
    pub(super) attributes_of_body: Vec<Attribute>,
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    /// The receiver as it is written: `self` or `mut self`.
    pub(super) receiver: FnArg,
    /// The arguments after `self`, as they are written.
    pub(super) written: Vec<FnArg>,
    /// The same arguments under plain names, for the functions that hand them on.
    pub(super) arguments: Vec<(Ident, Type)>,
    pub(super) answer: Answer,
    pub(super) body: Group,
}

/// What a method returns.
pub(super) enum Answer {
    /// `Self`: it goes on building.
    Queryset,
    /// Anything else.
    Other(ReturnType),
    /// Anything else, from an `async fn`.
    Future(ReturnType),
}

impl Method {
    pub(super) fn new(function: Function) -> Result<Method> {
        let Function { attributes, signature, body, .. } = function;
        let answer = answer(&signature);
        let mut inputs = signature.inputs.into_iter();
        let receiver = match inputs.next() {
            Some(FnArg::Receiver(receiver)) if matches!(receiver.kind, ReceiverKind::Value) => {
                FnArg::Receiver(receiver)
            }
            other => {
                let message =
                    "a method of a queryset takes `self`; other functions belong into an `impl` of the model";
                return Err(match other {
                    Some(argument) => Error::new_spanned(argument, message),
                    None => Error::new_spanned(signature.ident, message),
                });
            }
        };
        let written: Vec<FnArg> = inputs.collect();
        let plain = written.iter().enumerate().filter_map(|(at, argument)| match argument {
            FnArg::Typed(typed) => Some((format_ident!("argument{at}"), (*typed.ty).clone())),
            FnArg::Receiver(_) => None,
        });
        let (conditions, others): (Vec<_>, Vec<_>) =
            attributes.into_iter().partition(|attribute| attribute.path().is_ident("cfg"));
        let (attributes, attributes_of_body) = others.into_iter().partition(is_for_callers);
        Ok(Method {
            conditions,
            attributes,
            attributes_of_body,
            ident: signature.ident,
            generics: signature.generics,
            receiver,
            arguments: plain.collect(),
            written,
            answer,
            body,
        })
    }
}

fn is_for_callers(attribute: &Attribute) -> bool {
    ["doc", "must_use", "deprecated"].iter().any(|name| attribute.path().is_ident(name))
}

fn answer(signature: &Signature) -> Answer {
    let returned = signature.output.clone();
    match &returned {
        _ if signature.asyncness.is_some() => Answer::Future(returned),
        ReturnType::Type(_, ty) if matches!(&**ty, Type::Path(path) if path.path.is_ident("Self")) => {
            Answer::Queryset
        }
        _ => Answer::Other(returned),
    }
}
