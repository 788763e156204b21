// SPDX-License-Identifier: Apache-2.0
// manifest.json through protobuf's JSON mapping.
#include "plugin/manifest.hpp"

#include <google/protobuf/util/json_util.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include "base/version.hpp"

namespace busbar {
namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::NotFound, "cannot read " + path.string());
    return std::string(std::istreambuf_iterator<char>(file), {});
}

using Version = std::array<int, 3>;

Result<Version> parse_version(const std::string& text) {
    Version version{};
    const auto* next = text.data();
    const auto* end = next + text.size();
    for (std::size_t i = 0; i < version.size(); ++i) {
        if (i > 0 && (next == end || *next++ != '.')) break;
        const auto [after, error] = std::from_chars(next, end, version[i]);
        if (error != std::errc{}) break;
        next = after;
        if (i + 1 == version.size() && next == end) return version;
    }
    return fail(ErrorCode::InvalidArgument, "'" + text + "' is not a version like 1.2.3");
}

Status check(const v1::Manifest& manifest, const std::string& folder) {
    if (manifest.id() != folder) {
        return fail(ErrorCode::InvalidArgument, "its manifest names plugin '" + manifest.id() +
                                                    "', but its folder is '" + folder + "'");
    }
    if (manifest.runtime_version_min().empty()) return {};
    const auto wanted = BUSBAR_TRY(parse_version(manifest.runtime_version_min()));
    const auto ours = BUSBAR_TRY(parse_version(kVersion));
    if (ours >= wanted) return {};
    return fail(ErrorCode::FailedPrecondition, "it needs Busbar " + manifest.runtime_version_min() +
                                                   " or newer, this is " + kVersion);
}

}  // namespace

Result<v1::Manifest> parse_manifest(const std::string& text, const std::string& folder) {
    v1::Manifest manifest;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;  // a newer plugin may say more
    const auto status = google::protobuf::util::JsonStringToMessage(text, &manifest, options);
    if (!status.ok()) {
        return fail(ErrorCode::InvalidArgument,
                    "its manifest.json is not readable: " + status.message().as_string());
    }
    BUSBAR_CHECK(check(manifest, folder));
    return manifest;
}

Result<v1::Manifest> read_manifest(const std::filesystem::path& folder) {
    const auto text = BUSBAR_TRY(read_file(folder / "manifest.json"));
    return parse_manifest(text, folder.filename().string());
}

Result<std::unique_ptr<Schema>> read_schema(const std::filesystem::path& folder,
                                            const v1::Manifest& manifest) {
    if (manifest.settings_message().empty()) return nullptr;
    const auto bytes = BUSBAR_TRY(read_file(folder / "settings.binpb"));
    return Schema::load(bytes, manifest.settings_message());
}

}  // namespace busbar
