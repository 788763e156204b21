// SPDX-License-Identifier: Apache-2.0
// Secrets: seals texts for the disk with a key that lies beside the database.
//
// XChaCha20-Poly1305 (libsodium's crypto_aead_xchacha20poly1305_ietf) with a random nonce. The
// place a secret belongs to is authenticated with it, so a sealed text copied to another item does
// not open. Protects backups and copied databases, not against one who reads the key file as well.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "busbar/result.hpp"

namespace busbar {

// The place of a secret.
struct SecretPlace {
    std::string_view plugin;
    std::string_view collection;
    std::string_view item;
    std::string_view field;
};

class Secrets {
 public:
    static constexpr std::size_t kKeySize = 32;

    // Reads the key file: a regular file of the caller's own, mode 0600 (or 0400), kKeySize octets;
    // anything else is refused. Fails with NotFound when there is none.
    [[nodiscard]] static Result<std::unique_ptr<Secrets>> open(const std::filesystem::path& path);
    // Makes a key file with a new key; fails with AlreadyExists rather than replace one.
    [[nodiscard]] static Result<std::unique_ptr<Secrets>> create(const std::filesystem::path& path);
    ~Secrets();
    Secrets(const Secrets&) = delete;
    Secrets& operator=(const Secrets&) = delete;

    // "sealed:" and base64 of nonce and ciphertext. Different each time.
    [[nodiscard]] std::string seal(std::string_view text, const SecretPlace& place) const;
    // Fails with InvalidArgument when `sealed` was not sealed with this key for this place.
    [[nodiscard]] Result<std::string> open(std::string_view sealed, const SecretPlace& place) const;

 private:
    Secrets() = default;
    std::array<std::uint8_t, kKeySize> key_{};
};

}  // namespace busbar
