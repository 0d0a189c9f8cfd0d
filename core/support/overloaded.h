#pragma once

namespace lockstep {

/// Makes one visitor of several lambdas: std::visit(Overloaded{...}, variant).
template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace lockstep
