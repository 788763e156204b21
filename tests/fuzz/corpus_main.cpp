// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over its corpus without a fuzzer: what was found once stays found.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void run(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> octets(std::istreambuf_iterator<char>(file), {});
    // Exactly as large as the input, so that the sanitizers see a read beyond it.
    const std::vector<std::uint8_t> input(octets.begin(), octets.end());
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
        std::cerr << "usage: " << argv[0] << " CORPUS-FOLDER\n";
        return 2;
    }
    const auto files = files_of(argv[1]);
    for (const auto& file : files) {
        std::cout << file.filename().string() << std::endl;  // before it may crash
        run(file);
    }
    std::cout << files.size() << " inputs\n";
    return files.empty() ? 1 : 0;
}
