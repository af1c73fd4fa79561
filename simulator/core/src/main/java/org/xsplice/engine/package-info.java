// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Where the native engines are, and where they came from. It only finds files, and loads nothing:
 *
 * <pre>{@code
 * EngineFile unicorn = EngineFinder.require(Engine.UNICORN); // or an exception that says what to do
 * }</pre>
 */
package org.xsplice.engine;
