// SPDX-License-Identifier: Apache-2.0
// Hashes passwords as Mosquitto does.
#include "mqtt-broker/protocol/password_file.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <span>
#include <vector>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::size_t kUsernameLengthMax = 64;

std::string base64(std::span<const std::uint8_t> octets) {
    std::vector<unsigned char> text(4 * ((octets.size() + 2) / 3) + 1);  // and a final zero
    const auto length =
        ::EVP_EncodeBlock(text.data(), octets.data(), static_cast<int>(octets.size()));
    return {text.begin(), text.begin() + length};
}

bool is_control(char character) {
    const auto octet = static_cast<unsigned char>(character);
    return octet < 0x20 || octet == 0x7F;
}

}  // namespace

busbar::Result<PasswordHash> hash_password(std::string_view password, const Salt& salt,
                                           std::uint32_t iterations) {
    if (iterations < 1'000 || iterations > 5'000) {
        return fail(ErrorCode::InvalidArgument, "password iterations must be 1000 to 5000");
    }
    PasswordHash hash{iterations, salt, {}};
    const auto done =
        ::PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                            static_cast<int>(salt.size()), static_cast<int>(iterations),
                            ::EVP_sha512(), static_cast<int>(hash.key.size()), hash.key.data());
    if (done != 1) return fail(ErrorCode::Internal, "password could not be hashed");
    return hash;
}

bool matches(const PasswordHash& hash, std::string_view password) {
    const auto other = hash_password(password, hash.salt, hash.iterations);
    return other && ::CRYPTO_memcmp(hash.key.data(), other->key.data(), hash.key.size()) == 0;
}

std::string password_line(std::string_view username, const PasswordHash& hash) {
    std::string line(username);
    line.append(":$7$").append(std::to_string(hash.iterations));
    line.append("$").append(base64(hash.salt));
    line.append("$").append(base64(hash.key)).append("\n");
    return line;
}

std::string_view username_fault(std::string_view username) {
    if (username.empty()) return "User name needed.";
    if (username.size() > kUsernameLengthMax) return "A user name has at most 64 octets.";
    if (std::any_of(username.begin(), username.end(), is_control)) {
        return "A user name is one line without control characters.";
    }
    if (username.find_first_of(":+#") != std::string_view::npos) {
        return "A user name has no ':', '+' or '#'.";
    }
    if (username.front() == ' ' || username.back() == ' ') {
        return "A user name does not begin or end with a space.";
    }
    return {};
}

}  // namespace mqtt_broker
