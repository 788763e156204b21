// SPDX-License-Identifier: Apache-2.0
// Asks the dynamic linker from where it loaded us.
#include "mqtt-broker/io/module_path.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace mqtt_broker {

std::string beside_this_module(std::string_view name) {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&beside_this_module), &info) == 0) return {};
    std::error_code error;
    const auto module = std::filesystem::canonical(info.dli_fname, error);
    if (error) return {};
    auto path = module.parent_path() / name;
    return ::access(path.c_str(), R_OK) == 0 ? path.string() : std::string{};
}

}  // namespace mqtt_broker
