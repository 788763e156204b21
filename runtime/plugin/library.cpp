// SPDX-License-Identifier: Apache-2.0
// Library on Boost.DLL.
#include "plugin/library.hpp"

#include <dlfcn.h>
#include <elf.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <system_error>

namespace busbar {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
#error "say here which ELF machine a plugin must be built for"
#endif

// dlopen() trusts what a file says of itself: one that was cut short by a full disk or a broken
// download ends the process with SIGBUS. So its own table of contents is checked first.
Status check_file(const std::filesystem::path& file) {
    const auto name = file.filename().string();
    std::ifstream stream(file, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (!stream || error) return fail(ErrorCode::NotFound, name + " is missing or not readable");
    Elf64_Ehdr header{};
    stream.read(reinterpret_cast<char*>(&header), sizeof header);
    if (!stream || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_type != ET_DYN) {
        return fail(ErrorCode::InvalidArgument, name + " is not a shared object");
    }
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine) {
        return fail(ErrorCode::FailedPrecondition, name + " was built for another kind of machine");
    }
    stream.seekg(static_cast<std::streamoff>(header.e_phoff));
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr segment{};
        stream.read(reinterpret_cast<char*>(&segment), sizeof segment);
        if (!stream || segment.p_filesz > size || segment.p_offset > size - segment.p_filesz) {
            return fail(ErrorCode::InvalidArgument,
                        name + " is damaged: it ends before its contents do; install it again");
        }
    }
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
