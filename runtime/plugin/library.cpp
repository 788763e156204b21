// SPDX-License-Identifier: Apache-2.0
// Library on Boost.DLL.
#include "plugin/library.hpp"

#include <dlfcn.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <system_error>

namespace busbar {
namespace {

// dlopen() would say the same in many words, and run nothing; but it cannot tell a text file from a
// damaged one.
Status check_file(const std::filesystem::path& file) {
    const auto name = file.filename().string();
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(ErrorCode::NotFound, name + " is missing or not readable");
    }
    std::array<char, 4> magic{};
    stream.read(magic.data(), magic.size());
    constexpr std::array<char, 4> kElf{0x7F, 'E', 'L', 'F'};
    if (magic != kElf) return fail(ErrorCode::InvalidArgument, name + " is not a shared object");
    return {};
}

Status check_abi(const busbar_plugin& entry, const std::string& name) {
    constexpr std::size_t kSmallest = offsetof(busbar_plugin, run) + sizeof(busbar_plugin::run);
    if (entry.struct_size < kSmallest || entry.run == nullptr) {
        return fail(ErrorCode::InvalidArgument, name + " has no usable busbar_plugin_entry");
    }
    if (entry.abi_major == BUSBAR_ABI_MAJOR && entry.abi_minor <= BUSBAR_ABI_MINOR) return {};
    const auto theirs = std::to_string(entry.abi_major) + '.' + std::to_string(entry.abi_minor);
    const auto ours = std::to_string(BUSBAR_ABI_MAJOR) + '.' + std::to_string(BUSBAR_ABI_MINOR);
    return fail(ErrorCode::FailedPrecondition,
                name + " was built for plugin interface " + theirs + ", this runtime has " + ours +
                    ": install the plugin's version for this runtime");
}

}  // namespace

Result<Library> Library::load(const std::filesystem::path& file) {
    BUSBAR_CHECK(check_file(file));
    const auto name = file.filename().string();
    constexpr auto kMode = boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local;
    std::error_code error;
    boost::dll::shared_library library(file.string(), error, kMode);
    if (error) {
        // Boost keeps only a code; the words are dlerror()'s, and still there.
        const auto* words = ::dlerror();
        return fail(ErrorCode::InvalidArgument,
                    name + " cannot be loaded: " + (words != nullptr ? words : error.message()));
    }
    if (!library.has("busbar_plugin_entry")) {
        return fail(ErrorCode::InvalidArgument,
                    name + " is not a Busbar plugin: it exports no busbar_plugin_entry");
    }
    const auto& entry = library.get<const busbar_plugin>("busbar_plugin_entry");
    BUSBAR_CHECK(check_abi(entry, name));
    return Library(std::move(library), &entry);
}

}  // namespace busbar
