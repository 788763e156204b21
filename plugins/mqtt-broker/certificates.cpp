// SPDX-License-Identifier: Apache-2.0
// Keeps our authority and certificate in files.
#include "mqtt-broker/certificates.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::streamsize kFileMax = 1'000'000;  // a chain has a few thousand octets

busbar::Result<std::string> read_file(const std::string& path) {
    std::error_code error;
    // Anything else might never end, or never begin.
    if (!std::filesystem::is_regular_file(path, error)) {
        return fail(ErrorCode::NotFound, "The file '" + path + "' cannot be read.");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::NotFound, "The file '" + path + "' cannot be read.");
    std::string text(static_cast<std::size_t>(kFileMax), '\0');
    file.read(text.data(), kFileMax);
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

bool good_for_long(const Certificate& certificate, WallTime now) {
    const auto facts = look_at(certificate, now);
    return facts && facts->ends - now > kRenewBefore;
}

}  // namespace

busbar::Result<Certificates> Certificates::open(const std::string& state_directory) {
    return Certificates(BUSBAR_TRY(Directory::open(state_directory + "/tls", std::nullopt)));
}

busbar::Result<Certificate> Certificates::from_files(const std::string& certificate_file,
                                                     const std::string& key_file, WallTime now) {
    Certificate certificate;
    certificate.chain = BUSBAR_TRY(read_file(certificate_file));
    certificate.key = BUSBAR_TRY(read_file(key_file));
    BUSBAR_CHECK(look_at(certificate, now));
    return certificate;
}

busbar::Result<Certificate> Certificates::own(WallTime now) const {
    const auto authority = BUSBAR_TRY(own_authority(now));
    const auto names = names_of_this_machine();
    if (const auto known = kept("server"); known && good_for_long(*known, now)) {
        const auto has = look_at(*known, now)->names;
        const bool all = std::ranges::all_of(
            names, [&has](const auto& name) { return std::ranges::binary_search(has, name); });
        if (all) return *known;
    }
    auto made = BUSBAR_TRY(make_server_certificate(authority, names, now));
    BUSBAR_CHECK(keep("server", made));
    return made;
}

busbar::Result<std::string> Certificates::authority(WallTime now) const {
    return BUSBAR_TRY(own_authority(now)).chain;
}

busbar::Result<Certificate> Certificates::kept(const std::string& name) const {
    Certificate certificate;
    certificate.chain = BUSBAR_TRY(directory_.read(name + ".crt"));
    certificate.key = BUSBAR_TRY(directory_.read(name + ".key"));
    return certificate;
}

// The key first: a certificate without its key is made anew, and so is one of another key.
busbar::Status Certificates::keep(const std::string& name, const Certificate& certificate) const {
    BUSBAR_CHECK(directory_.write(name + ".key", certificate.key));
    return directory_.write(name + ".crt", certificate.chain);
}

busbar::Result<Certificate> Certificates::own_authority(WallTime now) const {
    if (const auto known = kept("authority"); known && good_for_long(*known, now)) return *known;
    auto made = BUSBAR_TRY(make_authority("Busbar " + names_of_this_machine().front(), now));
    BUSBAR_CHECK(keep("authority", made));
    return made;
}

}  // namespace mqtt_broker
