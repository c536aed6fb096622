@echo off
rem Runs KAN Workbench from its sources on Windows; see the comment in the file workbench beside it.
rem
rem   workbench                 opens the window
rem   workbench COMMAND ...     runs a command, see workbench --help
rem   workbench verify [...]    runs the whole test suite; further words go to Maven
rem   workbench package [TYPE]  makes the installer, msi, in target\package; needs WiX
setlocal EnableExtensions DisableDelayedExpansion
set "RELEASE=25"
set "KW_HOME=%~dp0"
if "%KW_HOME:~-1%"=="\" set "KW_HOME=%KW_HOME:~0,-1%"
set "KW_STAMP=%KW_HOME%\target\workbench.stamp"

set "JDK="
if defined JAVA_HOME call :try_jdk "%JAVA_HOME%"
for /f "delims=" %%j in ('where javac 2^>nul') do call :try_jdk "%%~dpj.."
for %%v in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft" "OpenJDK") do (
    for /d %%j in ("%ProgramFiles%\%%~v\*") do call :try_jdk "%%~j"
)
for /d %%j in ("%USERPROFILE%\.jdks\*") do call :try_jdk "%%~j"
if not defined JDK (
    echo workbench: missing: JDK %RELEASE% or newer. Install it: winget install EclipseAdoptium.Temurin.%RELEASE%.JDK, or set JAVA_HOME to its folder 1>&2
    exit /b 1
)
set "JAVA_HOME=%JDK%"

if /i "%~1"=="verify" goto verify
if /i "%~1"=="package" goto package
call :build
if errorlevel 1 exit /b 1
set "FLAGS="
for /f "tokens=3 delims=<>" %%f in ('findstr /c:"<jvm.flags>" "%KW_HOME%\pom.xml"') do set "FLAGS=%%f"
"%JDK%\bin\java.exe" %FLAGS% -cp "%KW_HOME%\target\classes;%KW_HOME%\target\lib\*" org.kanworkbench.Launcher %*
exit /b %ERRORLEVEL%

:verify
call :need_maven
if errorlevel 1 exit /b 1
rem Numbered words end at every = and comma, as of -Dtest=A,B.
set "REST=%*"
set "REST=%REST:*verify=%"
pushd "%KW_HOME%"
call "%MVN%" -B -Pjmh verify%REST%
set "STATUS=%ERRORLEVEL%"
popd
exit /b %STATUS%

:package
call :need_maven
if errorlevel 1 exit /b 1
pushd "%KW_HOME%"
if exist "target\lib" rmdir /s /q "target\lib"
call "%MVN%" -B -q package dependency:copy-dependencies "-Dmaven.compiler.debuglevel=lines,source" -DskipTests -DincludeScope=runtime "-DoutputDirectory=%KW_HOME%\target\lib" 1>&2
if errorlevel 1 (
    popd
    echo workbench: the build failed: see the lines above 1>&2
    exit /b 1
)
"%JDK%\bin\java.exe" --add-modules jdk.jlink --add-exports jdk.jlink/jdk.tools.jlink.internal=ALL-UNNAMED --add-exports jdk.jlink/jdk.tools.jlink.plugin=ALL-UNNAMED packaging\Package.java %2 %3
set "STATUS=%ERRORLEVEL%"
if "%STATUS%"=="0" call "%MVN%" -B -q cyclonedx:makeBom "-DoutputDirectory=%KW_HOME%\target\package" 1>&2
if "%STATUS%"=="0" set "STATUS=%ERRORLEVEL%"
popd
exit /b %STATUS%

rem Takes a folder as JDK if it holds a compiler that is new enough and none was found before.
:try_jdk
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "VERSION="
for /f "tokens=2 delims==" %%v in ('findstr /b /c:"JAVA_VERSION=" "%~1\release"') do set "VERSION=%%~v"
if not defined VERSION exit /b 0
for /f "tokens=1 delims=.-+" %%m in ("%VERSION%") do if %%m GEQ %RELEASE% for %%p in ("%~1") do set "JDK=%%~fp"
exit /b 0

:need_maven
set "MVN="
if defined MAVEN_HOME if exist "%MAVEN_HOME%\bin\mvn.cmd" set "MVN=%MAVEN_HOME%\bin\mvn.cmd"
if not defined MVN for /f "delims=" %%m in ('where mvn.cmd 2^>nul') do if not defined MVN set "MVN=%%m"
if defined MVN exit /b 0
echo workbench: missing: Maven 3.9 or newer. Get it from https://maven.apache.org/download.cgi, then set MAVEN_HOME to its folder 1>&2
exit /b 1

rem Builds if a source is newer than the last build.
:build
powershell -NoProfile -ExecutionPolicy Bypass -Command "$h = $env:KW_HOME; if (-not (Test-Path -LiteralPath $env:KW_STAMP) -or -not (Test-Path -LiteralPath (Join-Path $h 'target\lib'))) { exit 1 }; $built = (Get-Item -LiteralPath $env:KW_STAMP).LastWriteTimeUtc; foreach ($s in 'pom.xml', 'src\main', 'fxml', 'styles', 'sample-data', 'docs\math', 'packaging\icons') { $p = Join-Path $h $s; if (Test-Path -LiteralPath $p) { $all = @(Get-Item -LiteralPath $p) + @(Get-ChildItem -LiteralPath $p -Recurse); foreach ($f in $all) { if ($f.LastWriteTimeUtc -gt $built) { exit 1 } } } }; exit 0"
if not errorlevel 1 exit /b 0
call :need_maven
if errorlevel 1 exit /b 1
echo workbench: building, since the sources changed 1>&2
if not exist "%KW_HOME%\target" mkdir "%KW_HOME%\target"
rem The stamp bears the time at which the build began: what is saved meanwhile counts as newer.
type nul > "%KW_STAMP%.begun"
if exist "%KW_HOME%\target\lib" rmdir /s /q "%KW_HOME%\target\lib"
pushd "%KW_HOME%"
call "%MVN%" -B -q process-classes dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=%KW_HOME%\target\lib" 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
    echo workbench: the build failed: see the lines above 1>&2
    exit /b 1
)
move /y "%KW_STAMP%.begun" "%KW_STAMP%" >nul
exit /b 0
