#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// An attribute of an object of the module.
using AttributeKey = std::pair<const c10::ivalue::Object*, std::string>;

/// What an attribute is at the beginning of a call that is not the first one.
struct KeptValue {
    enum class Kind {
        tensor,    ///< state
        known,     ///< the same in every call after the first
        changing,  ///< a number that differs from call to call
        sequence
    };
    Kind kind = Kind::known;
    Shape shape;  ///< of a tensor
    at::ScalarType type = at::kFloat;
    at::Tensor initial;  ///< of a tensor: what the file holds; undefined when that has another shape
    c10::IValue value;   ///< of a known one
    Sequence::Kind container = Sequence::Kind::list;
    c10::TypePtr container_type;
    std::vector<c10::IValue> keys;
    std::vector<KeptValue> items;
    /// Of an attribute: the place of its module among the modules, and its own in the module.
    std::pair<std::size_t, std::size_t> order;

    /// Equal but for the initial values.
    bool same_as(const KeptValue& other) const;
};

/// What a method keeps between calls. Found by evaluating it: the first time with everything as the file has
/// it, then with what it wrote standing for state, until nothing new turns up.
struct StatePlan {
    std::map<AttributeKey, KeptValue> attributes;            ///< that are assigned
    std::map<const c10::StorageImpl*, at::Tensor> memories;  ///< that are written in place

    bool same_as(const StatePlan& other) const;
    /// The attributes in an order that does not depend on where the objects lie.
    std::vector<const std::pair<const AttributeKey, KeptValue>*> ordered() const;
    bool empty() const { return attributes.empty() && memories.empty(); }
    /// State tensors whose initial value is not in the file: the first call makes it.
    std::vector<KeptValue*> without_initial();
    /// Whether the first call meets other known attributes than the later ones.
    bool first_call_differs() const;
};

/// Equal in type and content.
bool equal_known(const c10::IValue& a, const c10::IValue& b);
/// What is kept when `after` stands in the attribute at the end of a call; `before` is what the file holds,
/// `assumed` what the call was evaluated with (null: `before`).
KeptValue kept_value(const Abstract& after, const c10::IValue& before, const KeptValue* assumed);
/// Whether the attribute is as the file has it.
bool is_unchanged(const KeptValue& kept, const c10::IValue& before);
/// The attribute's value with the initial values of its tensors.
c10::IValue initial_value(const KeptValue& kept);

}  // namespace lockstep::torch_import
