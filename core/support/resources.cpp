#include "core/support/resources.h"

#include "core/support/error.h"

namespace lockstep {

std::string_view resource(std::string_view path) {
    for (const Resource& entry : resources()) {
        if (entry.path == path) return entry.bytes;
    }
    throw Error(FailureKind::internal, "resource " + std::string(path) + " was not embedded");
}

}  // namespace lockstep
