#pragma once

#include <string>
#include <vector>

#include "core/import/imported_graph.h"

/// Makes ImportedGraph values by hand, as a front end would.
class ImportedBuilder {
  public:
    ImportedBuilder() { graph_.front_end = "torchscript"; }

    std::uint32_t input(const std::string& name, lockstep::Shape shape, const std::string& dtype = "float32");
    /// An argument: a value by its index, or a known one.
    static lockstep::ImportedArgument value(const std::string& name, std::uint32_t index) {
        return {name, index, {}};
    }
    template <class T>
    static lockstep::ImportedArgument known(const std::string& name, T attribute) {
        return {name, lockstep::ImportedAttribute(std::move(attribute)), {}};
    }
    static lockstep::ImportedArgument tensors(const std::string& name,
                                              const std::vector<lockstep::Tensor>& list);

    /// A node with one result of this shape; returns its index.
    std::uint32_t add(const std::string& op, std::vector<lockstep::ImportedArgument> arguments,
                      lockstep::Shape shape);
    /// A node with several results.
    std::vector<std::uint32_t> add_many(const std::string& op,
                                        std::vector<lockstep::ImportedArgument> arguments,
                                        const std::vector<lockstep::Shape>& shapes);
    /// A state: returns the value before a call; write() gives the one after it.
    std::uint32_t state(const std::string& name, lockstep::Tensor initial);
    void write(std::uint32_t read, std::uint32_t written);
    void module(const std::string& path) { module_ = path; }
    lockstep::ImportedGraph finish(const std::vector<std::uint32_t>& outputs);

  private:
    std::uint32_t new_value(lockstep::Shape shape, const std::string& name, const std::string& dtype);

    lockstep::ImportedGraph graph_;
    std::string module_;
};
