//! Whatever a house part, a mechanism or an engine offers to others says what it is.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::sources::{self, line};
use super::{Found, none};

#[test]
fn everything_offered_to_others_says_what_it_is() {
    let mut found = Vec::new();
    for (source, file) in
        sources::rust(|path| ["house/", "mechanisms/", "engines/"].iter().any(|it| path.starts_with(it)))
    {
        if source.path.ends_with("src/lib.rs") && !documented(&file.attrs) {
            found.push(Found::new(&source.path, 1, "the crate does not say what it is for (`//!`)"));
        }
        undocumented(&source.path, &file.items, &mut found);
    }
    none("every `pub` item of house, mechanisms and engines has a doc comment", &found);
}

fn documented(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("doc"))
}

fn undocumented(path: &str, items: &[syn::Item], found: &mut Vec<Found>) {
    for item in items {
        let (name, public) = match item {
            syn::Item::Const(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Enum(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Fn(it) => (it.sig.ident.to_string(), open(&it.vis)),
            syn::Item::Static(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Struct(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Type(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Union(it) => (it.ident.to_string(), open(&it.vis)),
            syn::Item::Trait(it) => {
                methods_of_trait(path, it, found);
                (it.ident.to_string(), open(&it.vis))
            }
            syn::Item::Macro(it) => {
                in_macro(path, &it.mac.tokens, it.ident.is_some(), found);
                let exported = it.attrs.iter().any(|it| it.path().is_ident("macro_export"));
                (it.ident.as_ref().map(ToString::to_string).unwrap_or_default(), exported)
            }
            syn::Item::Impl(it) => {
                methods(path, it, found);
                continue;
            }
            syn::Item::Mod(it) => {
                if let Some((_, inner)) = &it.content {
                    undocumented(path, inner, found);
                }
                // A module in a file of its own says what it is inside, with `//!`.
                (it.ident.to_string(), open(&it.vis) && it.content.is_some())
            }
            _ => continue,
        };
        if public && !documented(sources::attributes(item)) {
            found.push(Found::new(path, line(item), format!("`{name}`")));
        }
    }
}

fn open(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn methods(path: &str, block: &syn::ItemImpl, found: &mut Vec<Found>) {
    if block.trait_.is_some() {
        return;
    }
    for item in &block.items {
        let (name, public, attributes) = match item {
            syn::ImplItem::Fn(it) => (&it.sig.ident, open(&it.vis), &it.attrs),
            syn::ImplItem::Const(it) => (&it.ident, open(&it.vis), &it.attrs),
            _ => continue,
        };
        if public && !documented(attributes) {
            found.push(Found::new(path, line(item), format!("`{name}`")));
        }
    }
}

fn methods_of_trait(path: &str, offered: &syn::ItemTrait, found: &mut Vec<Found>) {
    for item in &offered.items {
        let (name, attributes) = match item {
            syn::TraitItem::Fn(it) => (&it.sig.ident, &it.attrs),
            syn::TraitItem::Const(it) => (&it.ident, &it.attrs),
            syn::TraitItem::Type(it) => (&it.ident, &it.attrs),
            _ => continue,
        };
        if open(&offered.vis) && !documented(attributes) {
            found.push(Found::new(path, line(item), format!("`{}::{name}`", offered.ident)));
        }
    }
}

/// What `words!`, `record!` and their like are given: `/// doc` before every `pub struct`, `pub enum` and so on.
fn in_macro(path: &str, tokens: &TokenStream, is_rules: bool, found: &mut Vec<Found>) {
    if is_rules {
        return;
    }
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut told = false;
    for (nth, token) in tokens.iter().enumerate() {
        let next = tokens.get(nth + 1);
        match token {
            TokenTree::Punct(it) if it.as_char() == '#' => told |= is_doc(next),
            TokenTree::Punct(it) if it.as_char() == ';' => told = false,
            TokenTree::Group(it) if it.delimiter() == Delimiter::Brace => told = false,
            TokenTree::Ident(it) if it == "pub" && !told && names_an_item(next) => {
                let name = tokens.get(nth + 2).map(ToString::to_string).unwrap_or_default();
                found.push(Found::new(path, it.span().start().line, format!("`{name}`")));
            }
            _ => {}
        }
    }
}

fn is_doc(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(it)) if it.stream().to_string().starts_with("doc"))
}

fn names_an_item(token: Option<&TokenTree>) -> bool {
    const ITEMS: [&str; 8] = ["struct", "enum", "fn", "trait", "type", "const", "static", "mod"];
    matches!(token, Some(TokenTree::Ident(it)) if ITEMS.iter().any(|item| it == item))
}

#[test]
fn what_does_not_say_what_it_is_is_found() {
    let text = "
        pub fn bare() {}
        /// Says it.
        pub fn told() {}
        pub(crate) fn inside() {}
        pub struct Thing;
        impl Thing { pub fn method(&self) {} fn private(&self) {} }
        words! { pub enum Bare { A = \"a\" } }
        words! { /// Says it.
            pub enum Told { A = \"a\" } }
        pub trait Offers { fn asked(&self); }
    ";
    let mut found = Vec::new();
    undocumented("x.rs", &sources::parsed("x.rs", text).items, &mut found);
    let names: Vec<&str> = found.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(names, ["`bare`", "`Thing`", "`method`", "`Bare`", "`Offers::asked`", "`Offers`"]);
}
