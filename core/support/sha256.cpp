#include "core/support/sha256.h"

#include <openssl/evp.h>

#include "core/support/error.h"

namespace lockstep {

Sha256 sha256(std::span<const std::uint8_t> bytes) {
    Sha256 digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 ||
        size != digest.size()) {
        throw Error(FailureKind::internal, "SHA-256 failed");
    }
    return digest;
}

std::string to_hex(const Sha256& digest) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace lockstep
